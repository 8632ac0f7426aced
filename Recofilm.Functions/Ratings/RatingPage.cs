using Recofilm.Core.Database.Ratings;

namespace Recofilm.Functions.Ratings;

/// <summary>The answer of GET /ratings.</summary>
/// <param name="Ratings">The user's ratings, latest first.</param>
/// <param name="Total">The number of all the user's ratings.</param>
/// <param name="Limit">The requested number of entries.</param>
/// <param name="Offset">The number of entries skipped.</param>
/// <param name="Next">The path and query of the next page, or null at the end.</param>
internal sealed record RatingPage(IReadOnlyList<UserRating> Ratings, int Total, int Limit, int Offset, string? Next);
