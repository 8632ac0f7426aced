namespace Recofilm.Core.Serving;

/// <summary>In what sense two movies are alike.</summary>
public enum Similarity
{
    /// <summary>Genres, tags and titles agree.</summary>
    Content,

    /// <summary>The same people like them.</summary>
    Collaborative,
}
