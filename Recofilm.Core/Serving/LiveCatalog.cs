using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Database.Movies;

namespace Recofilm.Core.Serving;

/// <summary>
/// Follows the catalogue between trainings: hidden and withdrawn movies and changed rights count on every instance within
/// seconds, without a new model.
/// </summary>
public sealed partial class LiveCatalog(
    CatalogStateReader reader, IOptions<CatalogOptions> options, TimeProvider time, ILogger<LiveCatalog> logger)
    : BackgroundService
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile CatalogState? _current;

    /// <summary>Returns the catalogue as of at most the poll interval ago; the first call reads it.</summary>
    /// <exception cref="NpgsqlException">It has not been read yet, and the database does not answer.</exception>
    public ValueTask<CatalogState> GetAsync(CancellationToken cancellationToken = default) => _current is { } current
        ? ValueTask.FromResult(current)
        : new ValueTask<CatalogState>(RefreshAsync(cancellationToken));

    /// <summary>Reads the catalogue at once, after a change in this process.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<CatalogState> RefreshAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Reads the revision before the movies, so that a change in between is read twice rather than missed.
            var revision = await reader.ReadRevisionAsync(cancellationToken);
            if (_current is { } current && current.Revision == revision)
                return current;
            return _current = new CatalogState(revision, await reader.ReadAsync(cancellationToken));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, time);
        do
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                LogUnreadable(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning, Message = "The catalogue cannot be read; lists follow its last known state")]
    private partial void LogUnreadable(Exception exception);
}
