using Microsoft.Extensions.Options;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Training;

namespace Recofilm.Functions.Telemetry;

/// <summary>Checks the database at regular intervals, so that its metrics do not depend on requests.</summary>
internal sealed partial class DatabaseProbe(
    TrainingRunStore runs, DatabaseMetrics metrics, IOptions<TelemetryOptions> options, TimeProvider time,
    ILogger<DatabaseProbe> logger) : BackgroundService
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(5);

    private bool _answered = true;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.DatabaseProbeInterval, time);
        do
        {
            await LookAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A hanging database would not answer a cancellation either, so the query is not cancelled but abandoned.
            metrics.Answered(await runs.SummarizeAsync(CancellationToken.None).WaitAsync(_timeout, time, stoppingToken));
            if (!_answered)
                LogAnswersAgain();
            _answered = true;
        }
        catch (Exception exception) when (DatabaseErrors.MeansUnavailable(exception))
        {
            metrics.Failed();
            if (_answered)
                LogDoesNotAnswer(exception);
            _answered = false;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The database does not answer")]
    private partial void LogDoesNotAnswer(Exception exception);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "The database answers again")]
    private partial void LogAnswersAgain();
}
