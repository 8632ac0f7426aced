namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>
/// An order of all movies, the best of which are candidates of the learned ranking. An artifact has the quotas in the order of
/// these numbers, so a new generator goes to the end.
/// </summary>
public enum CandidateGenerator
{
    /// <summary>The ranking head, which mixes item-to-item weights and factors by the time since the last rating.</summary>
    RankingHead,

    /// <summary>The item-to-item weights with the recency window of a visit, six ratings.</summary>
    NeighboursOfVisit,

    /// <summary>The factors, with the recency window that the ranking head takes for the request.</summary>
    Factors,

    /// <summary>The number of ratings, which count less with age: the half-life is the one that the training found.</summary>
    PopularLately,

    /// <summary>The number of all ratings before the request.</summary>
    PopularEver,

    /// <summary>The similarity by content to the user's movies, of the movies that nobody has rated.</summary>
    Unrated,

    /// <summary>The item-to-item weights of the last rating, with a window of 0.7 ratings.</summary>
    NeighboursOfLast,

    /// <summary>The item-to-item weights with a window of two ratings.</summary>
    NeighboursOfLastFew,

    /// <summary>The item-to-item weights with a window of twenty ratings.</summary>
    NeighboursOfRecent,

    /// <summary>The item-to-item weights of all ratings alike.</summary>
    NeighboursOfAll,

    /// <summary>As <see cref="NeighboursOfAll"/>, of the movies released more than ten years before the request.</summary>
    NeighboursOfOlder,

    /// <summary>Recent ratings, with a quarter of the half-life that the training found.</summary>
    PopularNow,

    /// <summary>Recent ratings, with four times the half-life that the training found.</summary>
    PopularForYears,

    /// <summary>As <see cref="PopularEver"/>, of the genres that the user prefers.</summary>
    PopularOfGenres,

    /// <summary>As <see cref="PopularLately"/>, of the genres that the user prefers.</summary>
    PopularLatelyOfGenres,

    /// <summary>As <see cref="Unrated"/>, of the movies released in the two years before the request.</summary>
    UnratedReleases,
}
