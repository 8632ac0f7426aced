using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Database.Training;

namespace Recofilm.Functions.Telemetry;

/// <summary>Looks at the database every so often, so that the metrics tell of it without a request.</summary>
/// <param name="runs">What trainings there were.</param>
/// <param name="metrics">Told of what was seen.</param>
/// <param name="options">How often.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when the database ceases to answer, and when it answers again.</param>
internal sealed partial class DatabaseProbe(
    TrainingRunStore runs, DatabaseMetrics metrics, IOptions<TelemetryOptions> options, TimeProvider time,
    ILogger<DatabaseProbe> logger) : BackgroundService
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

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
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        timeout.CancelAfter(_patience);
        try
        {
            metrics.Answered(await runs.SummarizeAsync(timeout.Token));
            if (!_answered)
                LogAnswersAgain();
            _answered = true;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested
            && exception is NpgsqlException or SocketException or OperationCanceledException)
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
