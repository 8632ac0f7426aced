using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Recofilm.Core.Feedback;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Monitoring;

/// <summary>
/// Rolls a champion back that does significantly worse with real users than its predecessor did. A version that a rollback
/// restored is never rolled back itself, so that two versions cannot take turns; a training or an operator may replace it.
/// </summary>
public sealed partial class ChampionWatch(
    ModelRegistry registry,
    OnlineMeasures measures,
    RollbackStore rollbacks,
    LearningMetrics metrics,
    IOptions<DriftOptions> options,
    TimeProvider time,
    ILogger<ChampionWatch> logger)
{
    /// <summary>Compares the champion with its predecessor now, and rolls it back when it is worse.</summary>
    /// <returns>The rollback; <see langword="null"/> when the champion stays.</returns>
    public async Task<Rollback?> LookAsync(CancellationToken cancellationToken = default)
    {
        if (await registry.ReadChampionAsync(cancellationToken) is not { Previous: { } previous } champion)
            return null;
        if (champion.RolledBack)
        {
            // The moved pointer holds the whole rollback; the database may have missed the record when the pointer moved.
            await rollbacks.AddAsync(Rollback.Of(champion), cancellationToken);
            return null;
        }

        var now = time.GetUtcNow();
        var before = await measures.ReadRecordAsync(
            champion.ActivatedAt - options.Value.ReferencePeriod, champion.ActivatedAt,
            only: previous, cancellationToken: cancellationToken);
        var after = await measures.ReadRecordAsync(
            champion.ActivatedAt, now, only: champion.Version, cancellationToken: cancellationToken);
        var worse = OnlineComparison.Of(before, after, options.Value.MinimumUsers)
            .Where(measure => measure.StandardErrors > options.Value.RollbackStandardErrors)
            .ToArray();
        if (worse.Length == 0)
            return null;

        var reason = $"Worse than its predecessor: {string.Join("; ", worse.Select(Describe))}.";
        ChampionPointer moved;
        try
        {
            moved = await registry.RollBackAsync(champion, reason, cancellationToken);
        }
        catch (Exception exception) when (exception is ChampionConflictException or ModelNotFoundException)
        {
            LogNotRolledBack(exception, champion.Version);
            return null;
        }

        var rollback = Rollback.Of(moved);
        metrics.RolledBack();
        LogRolledBack(champion.Version, previous, reason);
        await rollbacks.AddAsync(rollback, cancellationToken);
        return rollback;
    }

    private static string Describe(OnlineComparison measure) => FormattableString.Invariant(
        $"{measure.Measure} {measure.After:F4} against {measure.Before:F4}, {measure.StandardErrors:F1} standard errors");

    [LoggerMessage(Level = LogLevel.Warning, Message = "Champion {Version} was rolled back to {Previous}. {Reason}")]
    private partial void LogRolledBack(ModelVersion version, ModelVersion previous, string reason);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Champion {Version} is worse than its predecessor and could not be rolled back.")]
    private partial void LogNotRolledBack(Exception exception, ModelVersion version);
}
