namespace Recofilm.Functions.Website;

/// <summary>The answer of GET / to a program.</summary>
/// <param name="Name">"Recofilm".</param>
/// <param name="ModelStatus">"Model Loaded" or "Model Not Loaded".</param>
/// <param name="ModelVersion">The serving model.</param>
/// <param name="TrainedAt">When it was trained, UTC.</param>
/// <param name="Metrics">What was measured before it was published.</param>
/// <param name="Counts">What it was trained on.</param>
/// <param name="Genres">The genres of its movies.</param>
/// <param name="OpenRegistration">Whether anyone may register.</param>
/// <param name="SampleUsers">Whether users may log in without a key, and GET /sample_users names some.</param>
internal sealed record ServiceStatus(
    string Name,
    string ModelStatus,
    string? ModelVersion,
    DateTimeOffset? TrainedAt,
    IReadOnlyDictionary<string, double>? Metrics,
    TrainingCounts? Counts,
    IReadOnlyList<string> Genres,
    bool OpenRegistration,
    bool SampleUsers);

/// <summary>What a model was trained on.</summary>
/// <param name="Movies">Movies in the catalogue.</param>
/// <param name="Users">Users with ratings.</param>
/// <param name="Ratings">Ratings.</param>
/// <param name="Tags">Tags given to movies.</param>
internal sealed record TrainingCounts(int Movies, int Users, int Ratings, int Tags);
