using System.Text.Json;
using Spectre.Console;

namespace Recofilm.Cli.Local;

/// <summary>Makes the program's JSON log lines readable.</summary>
internal static class ProgramLog
{
    /// <summary>Prints one line of the log: time, level, message, exception; one that is no JSON as it is.</summary>
    public static void Print(string line) => Terminal.Out.WriteLine(ToText(line));

    /// <summary>The text of one line.</summary>
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
        entry.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : null;
}
