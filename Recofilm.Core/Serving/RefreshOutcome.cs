namespace Recofilm.Core.Serving;

/// <summary>The outcome of a look for a new champion.</summary>
public enum RefreshOutcome
{
    /// <summary>The champion already serves.</summary>
    Unchanged,

    /// <summary>A new champion serves from now on.</summary>
    Loaded,

    /// <summary>No version was ever activated.</summary>
    NoChampion,

    /// <summary>The champion could not be loaded; the previous model continues to serve.</summary>
    Failed,
}
