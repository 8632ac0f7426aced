namespace Recofilm.Core.Artifacts;

/// <summary>Which data a model learned from.</summary>
/// <param name="Fingerprint">Equal for equal data.</param>
/// <param name="Movies">Movies in the catalogue.</param>
/// <param name="Users">Users with a rating.</param>
/// <param name="Ratings">Ratings.</param>
/// <param name="Tags">Tags given to movies.</param>
/// <param name="NewestRating">When the newest rating was given, UTC; what came after it the model does not know.</param>
public sealed record TrainingDataSummary(
    string Fingerprint, int Movies, int Users, int Ratings, int Tags, DateTimeOffset? NewestRating = null);
