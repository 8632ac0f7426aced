using System.Diagnostics;

namespace Recofilm.Testing;

/// <summary>Programs that tests run, which <c>tests/programs.sh</c> installs.</summary>
public static class InstalledProgram
{
    /// <summary>The full path of the first of these commands that is on the PATH.</summary>
    /// <exception cref="InvalidOperationException">None is.</exception>
    public static string Find(params string[] commands) =>
        (from command in commands
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         let path = Path.Combine(folder, command)
         where File.Exists(path)
         select path).FirstOrDefault()
        ?? throw new InvalidOperationException(
            $"{string.Join(" or ", commands)} is not on the PATH: run tests/programs.sh, which installs it.");

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Whether it succeeded, and its output.</returns>
    /// <exception cref="InvalidOperationException">The command is not on the PATH.</exception>
    public static async Task<(bool Succeeded, string Output)> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Find(command), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode == 0, await output + await errors);
    }
}
