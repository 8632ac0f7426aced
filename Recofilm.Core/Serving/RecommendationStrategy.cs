namespace Recofilm.Core.Serving;

/// <summary>The names of the ways in which a list is made.</summary>
public static class RecommendationStrategy
{
    /// <summary>From the ratings of all users.</summary>
    public const string Collaborative = "collaborative";

    /// <summary>From ratings, genres, tags and titles together.</summary>
    public const string Hybrid = "hybrid";

    /// <summary>The best of the genres asked for.</summary>
    public const string Genres = "genres";

    /// <summary>Movies like one movie.</summary>
    public const string Similar = "similar";

    /// <summary>What most people like: for users without ratings of movies that the model knows.</summary>
    public const string Popularity = "popularity";

    /// <summary>Those that a request can ask for; the others are what it gets when nothing is known of the user.</summary>
    public static IReadOnlyList<string> Requested { get; } = [Collaborative, Hybrid, Genres, Similar];
}
