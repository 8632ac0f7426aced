using Recofilm.Core.Feedback;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Monitoring;

/// <summary>A measured value with its 95 % confidence interval.</summary>
/// <param name="Value">The measured value.</param>
/// <param name="Low">The interval's lower end; <see langword="null"/> when fewer than two users contribute.</param>
/// <param name="High">The interval's upper end.</param>
/// <param name="Count">The number of observations.</param>
public sealed record MeasuredRange(double Value, double? Low, double? High, long Count)
{
    private const double NormalQuantile = 1.96;

    internal static MeasuredRange? Of(Estimate? estimate) => estimate is null ? null : new MeasuredRange(
        estimate.Value, estimate.Value - (NormalQuantile * estimate.StandardError),
        estimate.Value + (NormalQuantile * estimate.StandardError), estimate.Count);
}

/// <summary>The measures of one side of an experiment.</summary>
/// <param name="Users">Users who were shown a list or gave a rating.</param>
/// <param name="Lists">Lists that they were shown.</param>
/// <param name="HitRate">The share of lists with a hit.</param>
/// <param name="RecommendedRating">The mean rating of recommended movies.</param>
/// <param name="PrequentialRmse">The error of ratings predicted before they were known.</param>
public sealed record TrialArm(
    int Users, long Lists, MeasuredRange? HitRate, MeasuredRange? RecommendedRating, MeasuredRange? PrequentialRmse)
{
    internal static TrialArm Of(VersionRecord record) => new(
        record.Users, record.Lists, MeasuredRange.Of(record.HitRate.Ratio()),
        MeasuredRange.Of(record.RecommendedRating.Ratio()), MeasuredRange.Of(record.SquaredError.RootRatio()));
}

/// <summary>An experiment under way.</summary>
/// <param name="Challenger">The challenger and its share of the users.</param>
/// <param name="ChampionArm">The users whom any other version has served since the experiment began.</param>
/// <param name="ChallengerArm">The users whom the challenger has served.</param>
public sealed record TrialReport(ChallengerPointer Challenger, TrialArm ChampionArm, TrialArm ChallengerArm);

/// <summary>
/// Reports the state of the experiment. The champion may change during an experiment, so its side counts every version but the
/// challenger.
/// </summary>
/// <param name="registry">The registry that names the challenger.</param>
/// <param name="measures">The measures of versions with real users.</param>
public sealed class ExperimentReports(ModelRegistry registry, OnlineMeasures measures, TimeProvider time)
{
    /// <summary>Reports the current experiment; <see langword="null"/> when there is none.</summary>
    public async Task<TrialReport?> ReadAsync(CancellationToken cancellationToken = default) =>
        await ReadAsync(await registry.ReadChallengerAsync(cancellationToken), cancellationToken);

    /// <summary>Reports the experiment of a challenger; <see langword="null"/> when there is none.</summary>
    public async Task<TrialReport?> ReadAsync(ChallengerPointer? challenger, CancellationToken cancellationToken = default)
    {
        if (challenger is null)
            return null;
        var now = time.GetUtcNow();
        var champion = await measures.ReadRecordAsync(
            challenger.StartedAt, now, except: challenger.Version, cancellationToken: cancellationToken);
        var tried = await measures.ReadRecordAsync(
            challenger.StartedAt, now, only: challenger.Version, cancellationToken: cancellationToken);
        return new TrialReport(challenger, TrialArm.Of(champion), TrialArm.Of(tried));
    }
}
