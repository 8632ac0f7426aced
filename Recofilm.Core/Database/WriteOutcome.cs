namespace Recofilm.Core.Database;

/// <summary>What became of something a user wrote about a movie.</summary>
public enum WriteOutcome
{
    /// <summary>There was nothing before.</summary>
    Created,

    /// <summary>It replaced what was there.</summary>
    Updated,

    /// <summary>The movie does not exist; nothing was written.</summary>
    UnknownMovie,

    /// <summary>The user does not exist; nothing was written.</summary>
    UnknownUser,
}
