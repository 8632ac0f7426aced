using System.Text.Json;
using Spectre.Console;

namespace Recofilm.Cli.Up;

/// <summary>Makes the program's JSON log lines readable.</summary>
internal static class ProgramLog
{
    private static readonly string[] _news = ["Recofilm.Core.Training.", "Recofilm.Core.Serving."];

    /// <summary>Prints one line of the log as time, level, message and exception, or unchanged when it is not JSON.</summary>
    public static void Print(string line) => Terminal.Out.WriteLine(ToText(line));

    /// <summary>Prints a line if it is about trainings, models that serve, or trouble.</summary>
    public static void PrintNews(string line)
    {
        if (IsNews(line))
            Print(line);
    }

    /// <summary>Returns whether a line is about trainings, models that serve, or trouble.</summary>
    internal static bool IsNews(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var entry = json.RootElement;
            return entry.ValueKind == JsonValueKind.Object
                && (Text(entry, "LogLevel") is "Warning" or "Error" or "Critical"
                    || Text(entry, "Category") is { } category
                        && _news.Any(news => category.StartsWith(news, StringComparison.Ordinal)));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Returns the readable form of one line.</summary>
    internal static string ToText(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var entry = json.RootElement;
            if (entry.ValueKind != JsonValueKind.Object || Text(entry, "Message") is not { } message)
                return line;
            string?[] parts = [Text(entry, "Timestamp"), Text(entry, "LogLevel"), message];
            var text = string.Join(' ', parts.Where(part => !string.IsNullOrEmpty(part)));
            return Text(entry, "Exception") is { } exception ? $"{text}\n{exception}" : text;
        }
        catch (JsonException)
        {
            return line;
        }
    }

    private static string? Text(JsonElement entry, string property) =>
        entry.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!.Trim()
            : null;
}
