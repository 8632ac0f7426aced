using Recofilm.Core.Artifacts;
using Recofilm.Core.Online;

namespace Recofilm.Core.Learning;

/// <summary>A measured value with the range that holds the true one in 95 of 100 trials.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">The range's lower end; <see langword="null"/> when fewer than two users contribute.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Count">How many observations it is of.</param>
public sealed record MeasuredRange(double Value, double? Low, double? High, long Count)
{
    private const double NormalQuantile = 1.96;

    internal static MeasuredRange? Of(Estimate? estimate) => estimate is null ? null : new MeasuredRange(
        estimate.Value, estimate.Value - (NormalQuantile * estimate.StandardError),
        estimate.Value + (NormalQuantile * estimate.StandardError), estimate.Count);
}

/// <summary>How one side of a trial did.</summary>
/// <param name="Users">Users who were shown a list or gave a rating.</param>
/// <param name="Lists">Lists they were shown.</param>
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

/// <summary>A trial under way.</summary>
/// <param name="Challenger">Which version is on trial, and for whom.</param>
/// <param name="ChampionArm">Whoever was served by any other version since the trial began.</param>
/// <param name="ChallengerArm">Whoever was served by the challenger.</param>
public sealed record TrialReport(ChallengerPointer Challenger, TrialArm ChampionArm, TrialArm ChallengerArm);

/// <summary>Says how a trial stands. The champion may change meanwhile: its side is whatever served beside the challenger.</summary>
/// <param name="registry">Knows the trial.</param>
/// <param name="records">How versions did with real users.</param>
/// <param name="time">The clock.</param>
public sealed class TrialReports(ModelRegistry registry, VersionRecords records, TimeProvider time)
{
    /// <summary>The trial as it stands; <see langword="null"/> when there is none.</summary>
    public async Task<TrialReport?> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (await registry.ReadChallengerAsync(cancellationToken) is not { } challenger)
            return null;
        var now = time.GetUtcNow();
        var champion = await records.OfAllAsync(challenger.StartedAt, now, cancellationToken, challenger.Version);
        var tried = await records.OfAsync(challenger.Version, challenger.StartedAt, now, cancellationToken);
        return new TrialReport(challenger, TrialArm.Of(champion), TrialArm.Of(tried));
    }
}
