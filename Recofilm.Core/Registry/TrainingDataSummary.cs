namespace Recofilm.Core.Registry;

/// <summary>A summary of the data that a model learned from.</summary>
/// <param name="Fingerprint">The fingerprint, which is equal for equal data.</param>
/// <param name="Movies">The number of movies in the catalogue.</param>
/// <param name="Users">The number of users with a rating.</param>
/// <param name="Ratings">The number of ratings.</param>
/// <param name="Tags">The number of tags given to movies.</param>
/// <param name="NewestRating">The time of the newest rating, UTC; the model knows nothing later.</param>
public sealed record TrainingDataSummary(
    string Fingerprint, int Movies, int Users, int Ratings, int Tags, DateTimeOffset? NewestRating = null);
