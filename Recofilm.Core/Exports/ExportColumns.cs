namespace Recofilm.Core.Exports;

/// <summary>The names of the columns of an export, in their order.</summary>
internal static class ExportColumns
{
    public const string UserId = "user_id";
    public const string UserExternalId = "user_external_id";
    public const string Rank = "rank";
    public const string MovieId = "movie_id";
    public const string MovieExternalId = "movie_external_id";
    public const string Score = "score";
    public const string Strategy = "strategy";
    public const string ModelVersion = "model_version";
}
