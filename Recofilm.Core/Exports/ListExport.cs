using Recofilm.Core.Serving;

namespace Recofilm.Core.Exports;

/// <summary>A request for the top lists of many users.</summary>
public sealed record ListExport
{
    /// <summary>The strategies that an export can use.</summary>
    public static IReadOnlyList<string> Strategies { get; } =
        [RecommendationStrategy.Hybrid, RecommendationStrategy.Collaborative];

    /// <summary>One of <see cref="Strategies"/>; users without ratings get popular movies in either case.</summary>
    public string Strategy { get; init; } = RecommendationStrategy.Hybrid;

    /// <summary>The number of movies of a list, 1 to <see cref="RecommendationRequest.MaxLimit"/>.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>The conditions for movies.</summary>
    public MovieFilter Filter { get; init; } = MovieFilter.All;
}
