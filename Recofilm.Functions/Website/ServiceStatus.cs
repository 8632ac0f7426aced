using System.ComponentModel.DataAnnotations;

namespace Recofilm.Functions.Website;

/// <summary>The answer of GET / to a program.</summary>
/// <param name="Name">"Recofilm".</param>
/// <param name="ModelStatus">"Model Loaded" or "Model Not Loaded".</param>
/// <param name="ModelVersion">The serving model.</param>
/// <param name="ModelKind">
/// The kind of its training: "full"; "partial", from an earlier model; "first", made in seconds and not evaluated.
/// </param>
/// <param name="TrainedAt">The time at which it was trained, UTC.</param>
/// <param name="Metrics">Its metrics from before publication.</param>
/// <param name="Counts">The size of its training data.</param>
/// <param name="Genres">The genres of its movies.</param>
/// <param name="OpenRegistration">Whether anyone may register.</param>
/// <param name="SimulatedRatings">Whether users and ratings are generated, so that no real people are behind them.</param>
/// <param name="PosterAddress">
/// The address of posters, with {tmdb_id} for TMDB's id of a movie; null when the page draws them.
/// </param>
/// <param name="SampleUsers">Whether users may log in without a key; GET /sample_users then lists some.</param>
internal sealed record ServiceStatus(
    string Name,
    [property: AllowedValues("Model Loaded", "Model Not Loaded")] string ModelStatus,
    string? ModelVersion,
    string? ModelKind,
    DateTimeOffset? TrainedAt,
    IReadOnlyDictionary<string, double>? Metrics,
    TrainingCounts? Counts,
    IReadOnlyList<string> Genres,
    bool OpenRegistration,
    bool SimulatedRatings,
    string? PosterAddress,
    bool SampleUsers);

/// <summary>The size of a model's training data.</summary>
/// <param name="Movies">The number of movies in the catalogue.</param>
/// <param name="Users">The number of users with ratings.</param>
/// <param name="Ratings">The number of ratings.</param>
/// <param name="Tags">The number of tags given to movies.</param>
internal sealed record TrainingCounts(int Movies, int Users, int Ratings, int Tags);
