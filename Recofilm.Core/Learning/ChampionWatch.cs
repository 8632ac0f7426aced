using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Recofilm.Core.Artifacts;

namespace Recofilm.Core.Learning;

/// <summary>
/// Rolls a champion back that does significantly worse with real users than its predecessor did. Once: who came back by a
/// rollback stays until somebody or a training moves the pointer, so that two versions cannot take turns.
/// </summary>
/// <param name="registry">Moves the pointer.</param>
/// <param name="records">How versions did with real users.</param>
/// <param name="rollbacks">Where rollbacks are recorded.</param>
/// <param name="metrics">Counts them.</param>
/// <param name="options">What is significant.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of them.</param>
public sealed partial class ChampionWatch(
    ModelRegistry registry,
    VersionRecords records,
    RollbackStore rollbacks,
    LearningMetrics metrics,
    IOptions<DriftOptions> options,
    TimeProvider time,
    ILogger<ChampionWatch> logger)
{
    /// <summary>Looks now, and rolls back when it must.</summary>
    /// <returns>What was done; <see langword="null"/> when nothing was.</returns>
    public async Task<Rollback?> LookAsync(CancellationToken cancellationToken = default)
    {
        if (await registry.ReadChampionAsync(cancellationToken) is not { RolledBack: false, Previous: { } previous } champion)
            return null;
        var now = time.GetUtcNow();
        var before = await records.OfAsync(
            previous, champion.ActivatedAt - options.Value.ReferencePeriod, champion.ActivatedAt, cancellationToken);
        var after = await records.OfAsync(champion.Version, champion.ActivatedAt, now, cancellationToken);
        var worse = OnlineComparison.Of(before, after, options.Value.MinimumUsers)
            .Where(measure => measure.StandardErrors > options.Value.RollbackStandardErrors)
            .ToArray();
        if (worse.Length == 0)
            return null;

        var reason = $"Worse than its predecessor: {string.Join("; ", worse.Select(Describe))}.";
        try
        {
            await registry.RollBackAsync(champion, cancellationToken);
        }
        catch (Exception exception) when (exception is ChampionConflictException or ModelNotFoundException)
        {
            LogNotRolledBack(exception, champion.Version);
            return null;
        }

        var rollback = new Rollback(now, champion.Version, previous, reason);
        metrics.RolledBack();
        LogRolledBack(champion.Version, previous, reason);
        await rollbacks.AddAsync(rollback, cancellationToken);
        return rollback;
    }

    private static string Describe(OnlineComparison measure) => FormattableString.Invariant(
        $"{measure.Measure} {measure.After:F4} against {measure.Before:F4}, {measure.StandardErrors:F1} standard errors");

    [LoggerMessage(Level = LogLevel.Warning, Message = "Champion {Version} was rolled back to {Previous}. {Reason}")]
    private partial void LogRolledBack(ModelVersion version, ModelVersion previous, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Champion {Version} is worse than its predecessor and could not be rolled back.")]
    private partial void LogNotRolledBack(Exception exception, ModelVersion version);
}
