using Recofilm.Core.Registry;

namespace Recofilm.Functions.Models;

/// <summary>The answer of POST /models/{version}/challenge.</summary>
/// <param name="Version">The version on trial.</param>
/// <param name="Share">The share of users that it serves.</param>
/// <param name="StartedAt">The time at which the trial began, UTC.</param>
internal sealed record StartedTrial(string Version, double Share, DateTimeOffset StartedAt)
{
    /// <summary>Describes a trial.</summary>
    public static StartedTrial Of(ChallengerPointer trial) => new(trial.Version.ToString(), trial.Share, trial.StartedAt);
}
