using Recofilm.Core.Registry;

namespace Recofilm.Functions.Models;

/// <summary>The answer of POST /models/{version}/challenge.</summary>
/// <param name="Version">The challenger.</param>
/// <param name="Share">The share of users that it serves.</param>
/// <param name="StartedAt">The time at which the experiment began, UTC.</param>
internal sealed record StartedTrial(string Version, double Share, DateTimeOffset StartedAt)
{
    /// <summary>Describes an experiment.</summary>
    public static StartedTrial Of(ChallengerPointer experiment) =>
        new(experiment.Version.ToString(), experiment.Share, experiment.StartedAt);
}
