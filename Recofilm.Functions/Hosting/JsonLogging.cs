namespace Recofilm.Functions.Hosting;

/// <summary>The log: one JSON object a line on stdout and nothing on stderr, which the Functions host takes for errors.</summary>
internal static class JsonLogging
{
    /// <summary>Logs to stdout in JSON.</summary>
    public static ILoggingBuilder AddRecofilmLogging(this ILoggingBuilder logging) => logging
        .ClearProviders()
        .AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            console.JsonWriterOptions = new System.Text.Json.JsonWriterOptions { Indented = false };
        });
}
