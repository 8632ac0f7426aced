namespace Recofilm.Core.Artifacts;

/// <summary>What may become of a version in the registry.</summary>
public enum ModelState
{
    /// <summary>It serves.</summary>
    Champion,

    /// <summary>It is on trial and serves a share of the users.</summary>
    Challenger,

    /// <summary>It served before the champion; a rollback returns to it.</summary>
    Previous,

    /// <summary>It is complete and passed the gate; it may be activated.</summary>
    Available,

    /// <summary>The gate refused it; only an operator may activate it.</summary>
    Refused,

    /// <summary>Its manifest is missing or unreadable: a publication was cut off, or is under way.</summary>
    Incomplete,
}
