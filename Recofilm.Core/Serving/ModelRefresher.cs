using Azure;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Recofilm.Core.Artifacts;

namespace Recofilm.Core.Serving;

/// <summary>
/// Keeps the serving model the champion: polls the pointer, loads a new version beside the old one, verifies it, tries it,
/// and swaps. Whatever fails is logged and counted, and the model that served before goes on serving.
/// </summary>
public sealed partial class ModelRefresher(
    ModelRegistry registry,
    ModelHolder holder,
    SnapshotLoader loader,
    ChallengerFollower challenger,
    ServingMetrics metrics,
    IOptions<ModelServingOptions> options,
    TimeProvider time,
    ILogger<ModelRefresher> logger) : BackgroundService
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private Task<RefreshOutcome>? _begun;
    private ETag? _served;
    private ETag? _rejected;
    private bool _leftOne;

    /// <summary>Looks for a new champion now: after a training or an activation in this process.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the serving model is unchanged.</exception>
    public Task<RefreshOutcome> RefreshAsync(CancellationToken cancellationToken = default) =>
        RefreshAsync(retryRejected: true, cancellationToken);

    /// <summary>Looks for a champion already, beside what else the program does to start; the host does not look again then.</summary>
    public void Begin() => _begun = RefreshAsync(retryRejected: false, CancellationToken.None);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _oneAtATime.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, time);
        await (_begun?.WaitAsync(stoppingToken) ?? RefreshAsync(retryRejected: false, stoppingToken));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await RefreshAsync(retryRejected: false, stoppingToken);
    }

    private async Task<RefreshOutcome> RefreshAsync(bool retryRejected, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            CollectWhatWasLeft();
            var served = (holder.Current, holder.Challenger);
            var outcome = await RefreshChampionAsync(retryRejected, cancellationToken);
            await challenger.FollowAsync(cancellationToken);
            _leftOne = served != default && served != (holder.Current, holder.Challenger);
            return outcome;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    // A model that was replaced is old to the collector, which comes to what is old only when much was allocated: hours later
    // where little is asked, and as much memory as two models until then. At the next look its last request has ended.
    private void CollectWhatWasLeft()
    {
        if (_leftOne)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _leftOne = false;
    }

    private async Task<RefreshOutcome> RefreshChampionAsync(bool retryRejected, CancellationToken cancellationToken)
    {
        ETag? pointer = null;
        try
        {
            // At the start there is nothing yet that could have stayed as it was.
            if ((_served ?? _rejected) is not null)
            {
                pointer = await registry.ReadChampionETagAsync(cancellationToken);
                if (pointer is null)
                    return RefreshOutcome.NoChampion;
                if (pointer == _served)
                    return RefreshOutcome.Unchanged;
                if (pointer == _rejected && !retryRejected)
                {
                    metrics.Rejected();
                    return RefreshOutcome.Failed;
                }
            }

            var started = time.GetTimestamp();
            var champion = await registry.ReadChampionAsync(cancellationToken);
            if (champion is null)
                return RefreshOutcome.NoChampion;
            pointer = champion.ETag;
            return await LoadAsync(champion, started, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // A version's blobs never change: one found damaged is not downloaded again at every poll.
            if (exception is InvalidDataException)
                _rejected = pointer;
            metrics.Failed();
            LogFailure(exception, holder.Current?.Version.ToString() ?? "none");
            return RefreshOutcome.Failed;
        }
    }

    private async Task<RefreshOutcome> LoadAsync(ChampionPointer champion, long started, CancellationToken cancellationToken)
    {
        if (champion.Version == holder.Current?.Version)
        {
            _served = champion.ETag;
            return RefreshOutcome.Unchanged;
        }

        // A challenger that was promoted is here already.
        var candidate = holder.Challenger?.Model is { } promoted && promoted.Version == champion.Version
            ? promoted
            : await loader.LoadAsync(champion.Version, cancellationToken);
        holder.Current = candidate;
        _served = champion.ETag;
        var elapsed = time.GetElapsedTime(started);
        metrics.Loaded(elapsed);
        LogLoaded(candidate.Version, elapsed.TotalMilliseconds);
        return RefreshOutcome.Loaded;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Version} serves, loaded in {Milliseconds:F0} ms.")]
    private partial void LogLoaded(ModelVersion version, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "The champion could not be loaded; serving stays on {Version}.")]
    private partial void LogFailure(Exception exception, string version);
}
