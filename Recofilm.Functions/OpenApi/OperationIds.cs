using System.Collections.Frozen;

namespace Recofilm.Functions.OpenApi;

/// <summary>The names of the operations in generated clients: a verb and an object.</summary>
internal static class OperationIds
{
    private static readonly FrozenDictionary<string, string> _names = new Dictionary<string, string>
    {
        ["GET /"] = "getStatus",
        ["POST /login"] = "logIn",
        ["POST /users"] = "registerUser",
        ["GET /users"] = "listUsers",
        ["GET /users/{user_id}"] = "getUser",
        ["PUT /users/{user_id}"] = "putUser",
        ["DELETE /users/{user_id}"] = "deleteUser",
        ["GET /users/{user_id}/export"] = "exportUser",
        ["GET /sample_users"] = "listSampleUsers",
        ["GET /recommendations"] = "recommend",
        ["GET /recommendations/history"] = "listRecommendations",
        ["POST /hybrid"] = "recommendHybrid",
        ["POST /genre_recommendations"] = "recommendByGenres",
        ["POST /rank"] = "rankMovies",
        ["POST /events"] = "recordEvent",
        ["GET /movies"] = "searchMovies",
        ["GET /movies/{movie_id}"] = "getMovie",
        ["GET /movies/{movie_id}/audience"] = "getMovieAudience",
        ["GET /movies/map"] = "getMovieMap",
        ["PUT /movies/{movie_id}"] = "putMovie",
        ["DELETE /movies/{movie_id}"] = "deleteMovie",
        ["PUT /movies/{movie_id}/tags/{tag}"] = "putTag",
        ["DELETE /movies/{movie_id}/tags/{tag}"] = "deleteTag",
        ["GET /movies/{movie_id}/similar"] = "listSimilarMovies",
        ["GET /ratings"] = "listRatings",
        ["POST /ratings"] = "rateMovies",
        ["GET /ratings/{movie_id}"] = "getRating",
        ["PUT /ratings/{movie_id}"] = "putRating",
        ["DELETE /ratings/{movie_id}"] = "deleteRating",
        ["GET /dismissals"] = "listDismissals",
        ["PUT /dismissals/{movie_id}"] = "putDismissal",
        ["DELETE /dismissals/{movie_id}"] = "deleteDismissal",
        ["POST /bulk/{table}"] = "bulkImport",
        ["POST /bulk/import"] = "importBlob",
        ["GET /bulk/imports/{import_id}"] = "getImport",
        ["POST /exports"] = "createExport",
        ["GET /exports/{export_id}"] = "getExport",
        ["GET /models"] = "listModels",
        ["GET /models/runs"] = "listTrainingRuns",
        ["GET /models/preview"] = "previewModels",
        ["GET /models/activations"] = "listActivations",
        ["POST /models/{version}/activate"] = "activateModel",
        ["POST /models/{version}/challenge"] = "challengeModel",
        ["DELETE /models/{version}/challenge"] = "endChallenge",
        ["POST /models/{version}/promote"] = "promoteModel",
        ["POST /models/retrain"] = "retrain",
        ["GET /health/live"] = "checkLiveness",
        ["GET /health/ready"] = "checkReadiness",
        ["GET /metrics"] = "getMetrics",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns the identifier of an operation.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path with its parameters in braces, from the first slash on.</param>
    /// <exception cref="InvalidOperationException">The operation has no identifier yet.</exception>
    public static string Of(string method, string path) => _names.TryGetValue($"{method} {path}", out var name)
        ? name
        : throw new InvalidOperationException($"{method} {path} needs an operation id.");
}
