namespace Recofilm.Core.Feedback;

/// <summary>A user's action on a movie of a list.</summary>
public enum EventKind
{
    /// <summary>The user opened the movie.</summary>
    Click,

    /// <summary>The user began to watch the movie.</summary>
    Play,
}

/// <summary>Converts kinds to their names.</summary>
public static class EventKindNames
{
    /// <summary>Returns "click" or "play".</summary>
    public static string ToName(this EventKind kind) => kind == EventKind.Click ? "click" : "play";
}
