namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>An order of all movies, the best of which are candidates of the learned ranking.</summary>
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
}
