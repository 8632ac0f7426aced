using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Recofilm.LocalStack;

namespace Recofilm.Scale.Reports;

/// <summary>The machine, time and data of a measurement.</summary>
/// <param name="MeasuredAt">When, UTC.</param>
/// <param name="Commit">The commit of the checkout, with "+" when files differ from it.</param>
/// <param name="Machine">Processor, how many, memory, operating system, .NET.</param>
/// <param name="Dataset">The data.</param>
/// <param name="Model">The version of the model.</param>
internal sealed record Measurement(DateTimeOffset MeasuredAt, string Commit, string Machine, string Dataset, string Model)
{
    /// <summary>Here and now.</summary>
    public static Measurement Now(DatasetSource dataset, string model) =>
        new(TimeProvider.System.GetUtcNow(), CommitOf(Checkout.FindRoot()), MachineName(), NameOf(dataset), model);

    /// <summary>A line below a table.</summary>
    public string Caption => string.Create(
        CultureInfo.InvariantCulture, $"Commit {Commit}, {MeasuredAt:yyyy-MM-dd}, {Dataset}, on {Machine}.");

    private static string NameOf(DatasetSource dataset) =>
        dataset.Path is { } path ? Path.GetFileNameWithoutExtension(path.TrimEnd(Path.DirectorySeparatorChar)) : dataset.Name;

    private static string CommitOf(string root)
    {
        var commit = Git(root, "rev-parse", "--short", "HEAD");
        return commit.Length == 0
            ? "unknown"
            : commit + (Git(root, "status", "--porcelain", "--untracked-files=no").Length > 0 ? "+" : "");
    }

    private static string Git(string root, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["-C", root, .. arguments]) { RedirectStandardOutput = true })!;
            var output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? output : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }

    private static string MachineName()
    {
        const string Key = "model name";
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))
                ?.Split(':', 2)[1].Trim()
            : null;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{model ?? "unknown processor"}, {Environment.ProcessorCount} processors, {memory:F0} GiB, "
                + $"{RuntimeInformation.RuntimeIdentifier}, .NET {Environment.Version}");
    }
}
