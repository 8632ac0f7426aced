namespace Recofilm.Functions.OpenApi;

/// <summary>The groups of endpoints in the API description.</summary>
internal static class ApiTags
{
    public const string Recommendations = "Recommendations";
    public const string Movies = "Movies";
    public const string Ratings = "Ratings";
    public const string Users = "Users";
    public const string Models = "Models";
    public const string State = "State";
}
