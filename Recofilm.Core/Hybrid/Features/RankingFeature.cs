namespace Recofilm.Core.Hybrid.Features;

/// <summary>
/// The features of a candidate in the learned ranking; the last few describe the request. Members' scores are standardised over
/// the catalogue for each request; popularity is relative to the number of users. An artifact refers to features by these
/// numbers and records their count, so a new feature goes to the end. The count 35 belongs
/// to earlier artifacts with other features.
/// </summary>
internal enum RankingFeature
{
    // The member models under different recency windows.
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

    // The movie compared with the user's recent ones.
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
