namespace Recofilm.Functions.Telemetry;

/// <summary>
/// The log: one JSON object a line on stdout, and nothing on stderr, because the Functions host takes that for errors.
/// </summary>
internal static class JsonLogging
{
    /// <summary>Logs to stdout in JSON.</summary>
    public static ILoggingBuilder AddJsonLines(this ILoggingBuilder logging) => logging
        .AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            console.JsonWriterOptions = new System.Text.Json.JsonWriterOptions { Indented = false };
        });
}
