using Azure;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Serving;

/// <summary>
/// Keeps the champion serving: polls the pointer, loads a new version beside the old one, verifies it, tries it, and swaps. If
/// a step fails, the failure is logged and counted, and the previous model continues to serve.
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

    /// <summary>Looks for a new champion now, such as after a training or an activation in this process.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the serving model is unchanged.</exception>
    public Task<RefreshOutcome> RefreshAsync(CancellationToken cancellationToken = default) =>
        RefreshAsync(retryRejected: true, cancellationToken);

    /// <summary>
    /// Starts to load the champion while the rest of the program starts; the hosted service awaits this instead of looking again.
    /// </summary>
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
            var outcome = await RefreshChampionAsync(retryRejected, cancellationToken);
            await challenger.FollowAsync(cancellationToken);
            return outcome;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<RefreshOutcome> RefreshChampionAsync(bool retryRejected, CancellationToken cancellationToken)
    {
        ETag? pointer = null;
        try
        {
            // The first look reads the whole pointer at once, because there is no earlier tag to compare with.
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
            // A version's blobs never change, so a damaged one is not downloaded again at every poll.
            if (exception is ModelDamagedException or UnreadablePointerException)
                _rejected = pointer;
            metrics.Failed();
            LogFailure(exception, holder.Champion?.Version.ToString() ?? "none");
            return RefreshOutcome.Failed;
        }
    }

    private async Task<RefreshOutcome> LoadAsync(ChampionPointer champion, long started, CancellationToken cancellationToken)
    {
        if (champion.Version == holder.Champion?.Version)
        {
            _served = champion.ETag;
            return RefreshOutcome.Unchanged;
        }

        // A challenger that was promoted is already loaded.
        var candidate = holder.Challenger?.Model is { } promoted && promoted.Version == champion.Version
            && promoted.TryLease(out var lease)
            ? lease
            : await loader.LoadAsync(champion.Version, cancellationToken);
        holder.SetChampion(candidate);
        _served = champion.ETag;
        var elapsed = time.GetElapsedTime(started);
        metrics.Loaded(elapsed);
        LogLoaded(champion.Version, elapsed.TotalMilliseconds);
        return RefreshOutcome.Loaded;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Version} serves, loaded in {Milliseconds:F0} ms.")]
    private partial void LogLoaded(ModelVersion version, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "The champion could not be loaded; serving stays on {Version}.")]
    private partial void LogFailure(Exception exception, string version);
}
