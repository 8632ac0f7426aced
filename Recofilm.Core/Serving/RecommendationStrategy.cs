namespace Recofilm.Core.Serving;

/// <summary>The names of the strategies by which lists are made.</summary>
public static class RecommendationStrategy
{
    /// <summary>Ranks by the ratings of all users.</summary>
    public const string Collaborative = "collaborative";

    /// <summary>Ranks by ratings, genres, tags and titles together.</summary>
    public const string Hybrid = "hybrid";

    /// <summary>Ranks the best movies of the requested genres.</summary>
    public const string Genres = "genres";

    /// <summary>Ranks movies by their similarity to one movie.</summary>
    public const string Similar = "similar";

    /// <summary>Ranks by popularity, for users who have rated no movie that the model knows.</summary>
    public const string Popularity = "popularity";

    /// <summary>The strategies that a request can ask for; the others are fallbacks for users without ratings.</summary>
    public static IReadOnlyList<string> Requested { get; } = [Collaborative, Hybrid, Genres, Similar];
}
