using System.Text.Encodings.Web;
using System.Text.Json;

namespace Recofilm.Scale.Reports;

/// <summary>Keeps figures in <c>bench/results</c>.</summary>
internal static class ResultFiles
{
    private static readonly JsonSerializerOptions _json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints the tables and writes them, and the figures as JSON, in place of those of the last run.</summary>
    /// <param name="root">The folder of Recofilm.sln.</param>
    /// <param name="name">The files' name.</param>
    /// <param name="report">The figures.</param>
    /// <param name="markdown">The tables.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WriteAsync<T>(
        string root, string name, T report, string markdown, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "bench", "results")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.md"), markdown, cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder, $"{name}.json"), JsonSerializer.Serialize(report, _json) + "\n", cancellationToken);
        Console.WriteLine(markdown);
        Console.WriteLine($"Written to {Path.Combine(folder, name)}.md and .json");
    }
}
