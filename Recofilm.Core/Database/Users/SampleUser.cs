using System.ComponentModel.DataAnnotations;

namespace Recofilm.Core.Database.Users;

/// <summary>A user for demonstrations of the product.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Role">The user's role.</param>
/// <param name="Ratings">The number of movies that the user rated.</param>
/// <param name="Genres">The user's favourite genres, the most liked first.</param>
public sealed record SampleUser(
    int UserId, [property: AllowedValues("user", "operator")] string Role, int Ratings, IReadOnlyList<string> Genres);
