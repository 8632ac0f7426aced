using Recofilm.Core.Database.Ratings;

namespace Recofilm.Functions.ListRatings;

/// <summary>The answer of GET /ratings.</summary>
/// <param name="Ratings">The user's ratings, latest first.</param>
/// <param name="Total">How many the user has given in all.</param>
/// <param name="Limit">How many were asked for.</param>
/// <param name="Offset">How many were passed over.</param>
internal sealed record RatingPage(IReadOnlyList<UserRating> Ratings, int Total, int Limit, int Offset);
