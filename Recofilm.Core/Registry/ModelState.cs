namespace Recofilm.Core.Registry;

/// <summary>The state of a version in the registry.</summary>
public enum ModelState
{
    /// <summary>The version serves.</summary>
    Champion,

    /// <summary>The version is the challenger of an experiment and serves a share of the users.</summary>
    Challenger,

    /// <summary>The version served before the champion; a rollback returns to it.</summary>
    Previous,

    /// <summary>The version is complete and passed the gate; it may be activated.</summary>
    Available,

    /// <summary>The gate refused the version; only an operator may activate it.</summary>
    Refused,

    /// <summary>The manifest is missing or unreadable: a publication was interrupted or is under way.</summary>
    Incomplete,
}
