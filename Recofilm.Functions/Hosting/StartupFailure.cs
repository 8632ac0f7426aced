using Microsoft.Extensions.Options;
using Recofilm.Functions.Telemetry;

namespace Recofilm.Functions.Hosting;

/// <summary>
/// Reports why the program could not start, in one line of the log: the Functions host shows nothing else, and a stack trace
/// does not help to correct a setting.
/// </summary>
internal static partial class StartupFailure
{
    /// <summary>Runs the program.</summary>
    /// <returns>The exit code: 0, or 1 when the configuration prevents the start.</returns>
    public static async Task<int> ReportAsync(Func<Task> program)
    {
        try
        {
            await program();
            return 0;
        }
        catch (Exception exception) when (Reasons(exception) is { } reasons)
        {
            using var logging = LoggerFactory.Create(builder => builder.AddJsonLines());
            var logger = logging.CreateLogger("Recofilm.Functions");
            foreach (var reason in reasons)
                LogReason(logger, reason);
            return 1;
        }
    }

    private static IEnumerable<string>? Reasons(Exception exception) => exception switch
    {
        StartupException => [exception.Message],
        OptionsValidationException validation => validation.Failures,
        AggregateException many when many.InnerExceptions.All(inner => Reasons(inner) is not null) =>
            many.InnerExceptions.SelectMany(inner => Reasons(inner)!),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => [exception.Message],
        InvalidOperationException
        {
            TargetSite.DeclaringType.FullName: "Microsoft.Extensions.Configuration.ConfigurationBinder",
        } =>
            [exception.InnerException is null ? exception.Message : $"{exception.Message} {exception.InnerException.Message}"],
        _ => null,
    };

    [LoggerMessage(EventId = 1, Level = LogLevel.Critical, Message = "The program cannot start. {Reason}")]
    private static partial void LogReason(ILogger logger, string reason);
}
