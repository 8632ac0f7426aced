using Recofilm.Core.Monitoring;

namespace Recofilm.Functions.Models;

/// <summary>An experiment under way.</summary>
/// <param name="Version">The challenger.</param>
/// <param name="Share">The share of users that it serves.</param>
/// <param name="StartedAt">The time at which the experiment began, UTC.</param>
/// <param name="Champion">The measures of all other versions since then.</param>
/// <param name="Challenger">The measures of the challenger.</param>
internal sealed record TrialEntry(string Version, double Share, DateTimeOffset StartedAt, TrialArm Champion, TrialArm Challenger)
{
    /// <summary>Describes an experiment.</summary>
    public static TrialEntry? Of(TrialReport? report) => report is null ? null : new TrialEntry(
        report.Challenger.Version.ToString(), report.Challenger.Share, report.Challenger.StartedAt, report.ChampionArm,
        report.ChallengerArm);
}

/// <summary>An automatic return of a champion to its predecessor.</summary>
/// <param name="RolledBackAt">The time of the rollback, UTC.</param>
/// <param name="From">The champion.</param>
/// <param name="To">Its predecessor.</param>
/// <param name="Reason">The measures that were worse.</param>
internal sealed record RollbackEntry(DateTimeOffset RolledBackAt, string From, string To, string Reason)
{
    /// <summary>Describes a rollback.</summary>
    public static RollbackEntry Of(Rollback rollback) =>
        new(rollback.RolledBackAt, rollback.From.ToString(), rollback.To.ToString(), rollback.Reason);
}
