namespace Recofilm.Core.Serving;

/// <summary>The kinds of similarity between two movies.</summary>
public enum Similarity
{
    /// <summary>Genres, tags and titles agree.</summary>
    Content,

    /// <summary>The same people like them.</summary>
    Collaborative,
}
