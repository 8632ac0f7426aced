namespace Recofilm.Core.Serving;

/// <summary>What a look at the registry led to.</summary>
public enum RefreshOutcome
{
    /// <summary>The champion serves already.</summary>
    Unchanged,

    /// <summary>A new champion serves from now on.</summary>
    Loaded,

    /// <summary>No version was ever activated.</summary>
    NoChampion,

    /// <summary>The champion could not be loaded; what served before still serves.</summary>
    Failed,
}
