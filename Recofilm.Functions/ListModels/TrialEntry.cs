using Recofilm.Core.Learning;

namespace Recofilm.Functions.ListModels;

/// <summary>A trial under way.</summary>
/// <param name="Version">The version on trial.</param>
/// <param name="Share">The share of users that it serves.</param>
/// <param name="StartedAt">Since when, UTC.</param>
/// <param name="Champion">How whoever else served has done since then.</param>
/// <param name="Challenger">How the version on trial has done.</param>
internal sealed record TrialEntry(string Version, double Share, DateTimeOffset StartedAt, TrialArm Champion, TrialArm Challenger)
{
    /// <summary>Describes a trial.</summary>
    public static TrialEntry? Of(TrialReport? report) => report is null ? null : new TrialEntry(
        report.Challenger.Version.ToString(), report.Challenger.Share, report.Challenger.StartedAt, report.ChampionArm,
        report.ChallengerArm);
}

/// <summary>A champion that went back to its predecessor by itself.</summary>
/// <param name="RolledBackAt">When, UTC.</param>
/// <param name="From">The champion.</param>
/// <param name="To">Its predecessor.</param>
/// <param name="Reason">What was worse.</param>
internal sealed record RollbackEntry(DateTimeOffset RolledBackAt, string From, string To, string Reason)
{
    /// <summary>Describes a rollback.</summary>
    public static RollbackEntry Of(Rollback rollback) =>
        new(rollback.RolledBackAt, rollback.From.ToString(), rollback.To.ToString(), rollback.Reason);
}
