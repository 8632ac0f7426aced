namespace Recofilm.Functions.Tests.Http;

/// <summary>The sender of a request.</summary>
internal enum Sender
{
    Nobody,
    User,
    Operator,
}

/// <summary>One request of the probe.</summary>
/// <param name="Sender">Who sends it.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query. {user}, {person}, {movie} and {version} stand for what each side has of its own.</param>
/// <param name="Body">A body in JSON unless the headers say otherwise, or none.</param>
/// <param name="Headers">Further headers, "name: value".</param>
internal sealed record ProbeRequest(Sender Sender, string Method, string Target, string? Body = null, params string[] Headers)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(' ', [
            $"{Sender}", Method, Target,
            .. Body is null ? (string[])[] : [Body.Length > 60 ? $"({Body.Length} bytes)" : Body], .. Headers]);
}

/// <summary>
/// The requests of clients: every endpoint, the page and its files, and what goes wrong. Later requests build on earlier
/// ones, so they are sent in this order.
/// </summary>
internal static class ProbeRequests
{
    private const string Browser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private const Sender Nobody = Sender.Nobody;
    private const Sender User = Sender.User;
    private const Sender Operator = Sender.Operator;

    public static IReadOnlyList<ProbeRequest> All { get; } =
    [
        // The state, the page, its files.
        new(Nobody, "GET", "/"),
        new(Nobody, "GET", "/", null, Browser),
        new(Nobody, "HEAD", "/"),
        new(Nobody, "GET", "/app/for-you", null, Browser),
        new(Nobody, "GET", "/app/movies/12?from=%2Fapp", null, Browser),
        new(Nobody, "GET", "/index.html"),
        new(Nobody, "GET", "/favicon.svg"),
        new(Nobody, "HEAD", "/favicon.svg"),
        new(Nobody, "GET", "/favicon.svg", null, "Range: bytes=0-9"),
        new(Nobody, "GET", "/favicon.svg", null, "Range: bytes=999999-"),
        new(Nobody, "GET", "/favicon.svg", null, "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"),
        new(Nobody, "GET", "/{script}"),
        new(Nobody, "GET", "/{script}", null, "Accept-Encoding: gzip"),
        new(Nobody, "GET", "/{script}", null, "Accept-Encoding: br"),
        new(Nobody, "GET", "/docs", null, Browser),
        new(Nobody, "GET", "/docs/", null, Browser),
        new(Nobody, "GET", "/openapi.json"),
        new(Nobody, "GET", "/health/live"),
        new(Nobody, "HEAD", "/health/live"),
        new(Nobody, "GET", "/health/ready"),
        new(Nobody, "GET", "/sample_users"),

        // Users.
        new(Nobody, "POST", "/users"),
        new(Nobody, "POST", "/login", """{"user_id": {user}, "user_key": "{key}"}"""),
        new(Nobody, "POST", "/login", """{"user_id": {user}, "user_key": "wrong"}"""),
        new(Nobody, "POST", "/login", """{"user_id": {user}}"""),
        new(Nobody, "POST", "/login", "user_id=1", "Content-Type: application/x-www-form-urlencoded"),
        new(User, "DELETE", "/users/1"),
        new(Operator, "DELETE", "/users/999999999"),
        new(Operator, "PUT", "/users/{person}", "{}"),
        new(Operator, "GET", "/users/{person}"),
        new(Operator, "GET", "/users/{person}/export"),
        new(User, "GET", "/users/{person}/export"),
        new(Operator, "DELETE", "/users/{person}"),
        new(Operator, "GET", "/users/{person}"),
        new(Operator, "GET", "/users?limit=2"),
        new(User, "GET", "/users"),

        // Ratings.
        new(User, "GET", "/ratings"),
        new(User, "PUT", "/ratings/12", """{"rating": 4.5}"""),
        new(User, "PUT", "/ratings/12", """{"rating": 5}"""),
        new(User, "PUT", "/ratings/12", """{"rating": 9}"""),
        new(User, "PUT", "/ratings/999999", """{"rating": 5}"""),
        new(User, "POST", "/ratings", """{"ratings": [{"movie_id": 18, "rating": 4}, {"movie_id": 24, "rating": 2}]}"""),
        new(User, "POST", "/ratings", """{"ratings": []}"""),
        new(User, "GET", "/ratings/12"),
        new(User, "GET", "/ratings/13"),
        new(User, "GET", "/ratings/one"),
        new(User, "GET", "/ratings?limit=1"),
        new(User, "DELETE", "/ratings/24"),
        new(User, "PUT", "/dismissals/30"),
        new(User, "DELETE", "/dismissals/30"),
        new(User, "PUT", "/dismissals/999999"),
        new(User, "GET", "/dismissals"),

        // Movies.
        new(User, "GET", "/movies?title=movie%2012&limit=2"),
        new(User, "GET", "/movies?genre=Sci-Fi&genre=Drama&min_year=1990"),
        new(User, "GET", "/movies?title=a%2Fb%20%C3%A9"),
        new(User, "GET", "/movies/12"),
        new(User, "GET", "/movies/999999"),
        new(User, "GET", "/movies/13/audience"),
        new(User, "GET", "/movies/map?limit=5"),
        new(User, "GET", "/movies/%31%32"),
        new(
            Operator, "PUT", "/movies/{movie}",
            """{"title": "A film\nof \u00e9 two lines", "year": 2026, "genres": ["Drama"]}"""),
        new(Operator, "PUT", "/movies/{movie}/tags/black%2Fwhite%20caf%C3%A9"),
        new(Operator, "DELETE", "/movies/{movie}/tags/black%2Fwhite%20caf%C3%A9"),
        new(User, "PUT", "/movies/{movie}", """{"title": "Mine"}"""),
        new(Operator, "DELETE", "/movies/{movie}"),

        // Lists.
        new(User, "GET", "/recommendations"),
        new(User, "GET", "/recommendations?limit=3&offset=2&genre=Sci-Fi&exclude_genre=Drama&diversity=0.5&explain=true"),
        new(User, "HEAD", "/recommendations"),
        new(User, "GET", "/recommendations?limit=0&offset=-1"),
        new(User, "GET", "/recommendations?genre=Nonsense"),
        new(User, "POST", "/hybrid", "{}"),
        new(User, "POST", "/hybrid", """{"title": "Movie 12", "weight": 0.6, "limit": 5, "explain": true}"""),
        new(User, "POST", "/hybrid", """{"title": "No such film"}"""),
        new(User, "POST", "/hybrid", """{"weight": """),
        new(User, "POST", "/hybrid"),
        new(User, "POST", "/hybrid", "{large}"),
        new(User, "POST", "/genre_recommendations", """{"genres": ["Comedy"], "excluded_genres": ["Drama"], "limit": 4}"""),
        new(User, "POST", "/rank", """{"movie_ids": [30, 36, 42]}"""),
        new(User, "POST", "/rank", """{"movie_ids": [30, "36"]}"""),
        new(User, "GET", "/movies/12/similar"),
        new(User, "GET", "/movies/12/similar?by=collaborative&limit=3"),
        new(
            User, "POST", "/events",
            """{"recommendation_id": "00000000-0000-0000-0000-000000000000", "movie_id": 12, "kind": "click"}"""),
        new(User, "GET", "/recommendations/history?limit=1&offset=1000"),

        // Whole tables: a body beyond the size of others, whose lines are all wrong.
        new(Operator, "POST", "/bulk/ratings", "{lines}", "Content-Type: application/x-ndjson"),
        new(Operator, "POST", "/bulk/ratings?on_error=skip", "user_id,movie_id,rating\n1,2,9\n", "Content-Type: text/csv"),
        new(Operator, "POST", "/bulk/nothing", "{}", "Content-Type: application/x-ndjson"),
        new(User, "POST", "/bulk/ratings", "{}", "Content-Type: application/x-ndjson"),
        new(Operator, "POST", "/bulk/import", """{"table": "users", "blob": "imports/none.csv"}"""),
        new(Operator, "POST", "/bulk/import", """{"table": "users", "blob": "champion.json"}"""),
        new(Operator, "GET", "/bulk/imports/00000000-0000-0000-0000-000000000000"),
        new(Nobody, "OPTIONS", "/ratings/1"),
        new(Operator, "POST", "/exports", """{"limit": 1}"""),
        new(Operator, "GET", "/exports/00000000-0000-0000-0000-000000000000"),

        // Models.
        // A training that other tests asked for may go on meanwhile, so the runs themselves differ.
        new(Operator, "HEAD", "/models/runs?limit=1"),
        new(Operator, "GET", "/models/runs?limit=0"),
        new(User, "GET", "/models"),
        new(Operator, "POST", "/models/{version}/activate"),
        new(Operator, "POST", "/models/20200101T000000Z-00000000/activate"),
        new(Operator, "POST", "/models/{version}/challenge", """{"share": 2}"""),
        new(Operator, "DELETE", "/models/{version}/challenge"),
        new(Operator, "POST", "/models/{version}/promote"),
        new(User, "POST", "/models/retrain"),
        new(Operator, "GET", "/models/activations?limit=1"),
        new(Operator, "GET", "/models/preview?user_id=1&limit=3"),

        // Requests that are wrong whoever sends them.
        new(Nobody, "GET", "/recommendations"),
        new(Nobody, "GET", "/recommendations", null, "Authorization: Bearer nonsense"),
        new(Nobody, "GET", "/nothing"),
        new(Nobody, "GET", "/nothing/%2E%2E%2Fat%20all?a=b"),
        new(Nobody, "POST", "/recommendations"),
        new(Nobody, "PATCH", "/ratings/12", "{}"),
        new(Nobody, "DELETE", "/health/live"),
        new(Nobody, "POST", "/"),
        new(Nobody, "TRACE", "/health/live"),
        new(Nobody, "OPTIONS", "/recommendations", null, "Origin: https://example.com", "Access-Control-Request-Method: GET"),
        new(Nobody, "GET", "/health/live", null, "Accept: application/xml", "X-Forwarded-For: 198.51.100.7"),
    ];
}
