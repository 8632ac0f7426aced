namespace Recofilm.Core.Content;

/// <summary>The source of a content term. The title word "drama" is not the genre Drama.</summary>
public enum ContentField
{
    /// <summary>A whole genre name.</summary>
    Genre,

    /// <summary>A whole user tag.</summary>
    Tag,

    /// <summary>A word of the title.</summary>
    Title,

    /// <summary>A year near the year of release.</summary>
    Era,
}
