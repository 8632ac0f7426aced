using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Recofilm.Functions.Assistants;

/// <summary>The tools of assistants. Their answers are those of the endpoints that they call.</summary>
[McpServerToolType]
internal sealed class MovieTools(ToolRequest api)
{
    private const string Limits = "The largest number of movies, 1 to 100. Default: 10.";
    private static readonly Dictionary<string, string?> _nothing = [];

    [McpServerTool(Name = "search_movies", Title = "Search movies", ReadOnly = true, OpenWorld = false)]
    [Description("Finds movies of the catalogue by words of their titles, with the identifiers that the other tools take.")]
    public Task<CallToolResult> SearchAsync(
        [Description("Words of the title, such as \"star wars\"; accents, case and spaces do not matter.")] string title,
        [Description(Limits)] int? limit = null,
        CancellationToken cancellationToken = default) =>
        api.SendAsync(
            "GET", "/movies", new Dictionary<string, string?> { ["title"] = title, ["limit"] = Text(limit) }, body: null,
            cancellationToken);

    [McpServerTool(Name = "recommend", Title = "Recommend movies", ReadOnly = true, OpenWorld = false)]
    [Description("Recommends movies for the user by the user's own ratings, best first, without those already rated.")]
    public Task<CallToolResult> RecommendAsync(
        [Description("Only movies with any of these genres, such as Comedy.")] string[]? genres = null,
        [Description("Only movies of this year or later.")] int? min_year = null,
        [Description("Only movies of this year or earlier.")] int? max_year = null,
        [Description(Limits)] int? limit = null,
        CancellationToken cancellationToken = default) =>
        api.SendAsync(
            "POST", "/hybrid", _nothing,
            new JsonObject { ["genres"] = Json(genres), ["min_year"] = min_year, ["max_year"] = max_year, ["limit"] = limit },
            cancellationToken);

    [McpServerTool(Name = "more_like", Title = "More like this", ReadOnly = true, OpenWorld = false)]
    [Description("Recommends movies that are like a movie and that the user would like.")]
    public Task<CallToolResult> MoreLikeAsync(
        [Description("The movie's identifier, from search_movies or a list.")] int movie_id,
        [Description(Limits)] int? limit = null,
        CancellationToken cancellationToken = default) =>
        api.SendAsync(
            "POST", "/hybrid", _nothing, new JsonObject { ["movie_id"] = movie_id, ["limit"] = limit }, cancellationToken);

    [McpServerTool(Name = "rate", Title = "Rate a movie", Destructive = false, Idempotent = true, OpenWorld = false)]
    [Description("Stores the user's rating of a movie; an earlier rating is replaced. It counts in the next recommendations.")]
    public Task<CallToolResult> RateAsync(
        [Description("The movie's identifier, from search_movies or a list.")] int movie_id,
        [Description("The stars, 0.5 to 5 in steps of 0.5.")] double rating,
        CancellationToken cancellationToken = default) =>
        api.SendAsync(
            "PUT", "/ratings/{movie_id}", new Dictionary<string, string?> { ["movie_id"] = Text(movie_id) },
            new JsonObject { ["rating"] = rating }, cancellationToken);

    [McpServerTool(Name = "why", Title = "Explain a recommendation", ReadOnly = true, OpenWorld = false)]
    [Description(
        "Explains what speaks for a movie: the user's ratings that count most for it, and shared genres and tags. " +
        "The list is empty for a movie that the user has rated or dismissed.")]
    public Task<CallToolResult> WhyAsync(
        [Description("The movie's identifier, from search_movies or a list.")] int movie_id,
        CancellationToken cancellationToken = default) =>
        api.SendAsync(
            "POST", "/hybrid", _nothing,
            new JsonObject { ["include"] = new JsonArray(movie_id), ["explain"] = true, ["limit"] = 1 }, cancellationToken,
            isShown: false);

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static JsonNode? Json(string[]? words) => JsonSerializer.SerializeToNode(words);
}
