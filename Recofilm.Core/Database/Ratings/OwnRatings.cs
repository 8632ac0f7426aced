using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Database.Ratings;

/// <summary>A page of a user's ratings, with the user's current role.</summary>
/// <param name="Role">The user's current role.</param>
/// <param name="Page">The ratings, latest first.</param>
public sealed record OwnRatings(UserRole Role, Page<UserRating> Page);
