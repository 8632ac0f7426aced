namespace Recofilm.Core.Online;

/// <summary>What a user did with a movie of a list.</summary>
public enum EventKind
{
    /// <summary>Opened it.</summary>
    Click,

    /// <summary>Began to watch it.</summary>
    Play,
}

/// <summary>How kinds are written.</summary>
public static class EventKindNames
{
    /// <summary>"click" or "play".</summary>
    public static string ToName(this EventKind kind) => kind == EventKind.Click ? "click" : "play";
}
