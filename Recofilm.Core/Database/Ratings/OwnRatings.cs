using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Database.Ratings;

/// <summary>Some of a user's ratings, and who the user is now.</summary>
/// <param name="Role">What the user may do.</param>
/// <param name="Page">The ratings, latest first.</param>
public sealed record OwnRatings(UserRole Role, Page<UserRating> Page);
