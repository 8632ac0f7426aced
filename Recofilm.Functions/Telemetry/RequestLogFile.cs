using Microsoft.Extensions.Options;
using Recofilm.Core.Configuration;
using Recofilm.Functions.Hosting;
using Serilog;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;

namespace Recofilm.Functions.Telemetry;

/// <summary>Writes the request log to a file that rolls by day and size, when a path is configured.</summary>
internal static class RequestLogFile
{
    /// <summary>Adds the file as a destination of the request log; other lines do not go there.</summary>
    /// <exception cref="StartupException">The file's folder cannot be created.</exception>
    public static void AddRequestLogFile(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<RequestLogOptions>(builder.Configuration, RequestLogOptions.Section);
        if (string.IsNullOrWhiteSpace(builder.Configuration[$"{RequestLogOptions.Section}:{nameof(RequestLogOptions.Path)}"]))
            return;
        builder.Services.AddSingleton<ILoggerProvider>(provider =>
            new SerilogLoggerProvider(Open(provider.GetRequiredService<IOptions<RequestLogOptions>>().Value), dispose: true));
        builder.Logging.AddFilter<SerilogLoggerProvider>((category, _) => category == typeof(RequestLog).FullName);
    }

    // The file is buffered, so that no request waits for the disk; a kill can lose the lines of one second.
    private static Serilog.Core.Logger Open(RequestLogOptions options)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Path!))!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"{RequestLogOptions.Section}:Path is \"{options.Path}\", whose folder cannot be created: {exception.Message}");
        }

        return new LoggerConfiguration()
            .WriteTo.File(
                new CompactJsonFormatter(), options.Path!, rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true,
                fileSizeLimitBytes: options.MaxFileMegabytes * 1024L * 1024L, retainedFileCountLimit: options.KeptFiles,
                buffered: true, flushToDiskInterval: TimeSpan.FromSeconds(1))
            .CreateLogger();
    }
}
