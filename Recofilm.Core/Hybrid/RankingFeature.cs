namespace Recofilm.Core.Hybrid;

/// <summary>
/// What the learned ranking knows of a candidate (and, the last few, of the request). Scores of members are standardised
/// over the catalogue for each request; popularity is relative to the number of users. An artifact names features by these
/// numbers and says how many there were: a new one goes to the end, and 35 is the number of other features, of earlier artifacts.
/// </summary>
internal enum RankingFeature
{
    // The member models, asked with memories of different lengths.
    NeighboursOfLast,
    NeighboursOfLastFew,
    NeighboursOfVisit,
    NeighboursOfRecent,
    NeighboursOfAll,
    FactorsOfVisit,
    FactorsOfRecent,
    Collaborative,
    NeighbourRank,
    FactorRank,
    ContentOfAll,
    ContentOfLastFew,
    PredictedRating,
    PredictedAboveMean,

    // The movie.
    LikeRate,
    RatingRate,
    LikedShare,
    MeanRating,
    RecentRate,
    YearsRate,
    RecentShare,
    YearsShare,
    RatedBefore,
    Age,

    // The movie against the user's recent ones.
    YearDistance,
    YearDifference,
    YearDistanceToLast,
    RatingRateDifference,

    // The request.
    SecondsSinceLastRating,
    RatingCount,
    RatingMean,
    VisitLength,
    RecentRatingRate,
    RecentYearSpread,
}
