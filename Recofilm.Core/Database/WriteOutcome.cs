namespace Recofilm.Core.Database;

/// <summary>The outcome of a user's write about a movie, such as a rating.</summary>
public enum WriteOutcome
{
    /// <summary>The value is new.</summary>
    Created,

    /// <summary>The value replaced an earlier one.</summary>
    Updated,

    /// <summary>The movie does not exist; nothing was written.</summary>
    UnknownMovie,

    /// <summary>The user does not exist; nothing was written.</summary>
    UnknownUser,
}
