namespace Recofilm.Core.Database.Training;

/// <summary>The decision whether a queued run may be trained.</summary>
/// <param name="Outcome">The decision.</param>
/// <param name="Attempt">The number of attempts at the run, this one included.</param>
public readonly record struct RunClaim(RunClaimOutcome Outcome, int Attempt);

/// <summary>The result of an attempt to claim a queued run.</summary>
public enum RunClaimOutcome
{
    /// <summary>The caller may train the run.</summary>
    Claimed,

    /// <summary>The run has ended already; its message is a repetition.</summary>
    Finished,

    /// <summary>All attempts at the run are used up and none ended it.</summary>
    Exhausted,

    /// <summary>There is no such run.</summary>
    Unknown,
}
