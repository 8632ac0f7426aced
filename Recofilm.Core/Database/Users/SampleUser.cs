namespace Recofilm.Core.Database.Users;

/// <summary>A user to look at the product with.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="Ratings">How many movies the user rated.</param>
/// <param name="Genres">The genres the user likes more than others do, the most liked first.</param>
public sealed record SampleUser(int UserId, string Role, int Ratings, IReadOnlyList<string> Genres);
