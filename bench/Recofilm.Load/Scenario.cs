using Npgsql;
using Recofilm.Load.Staging;
using Recofilm.Load.Wrk;

namespace Recofilm.Load;

/// <summary>An endpoint under load.</summary>
/// <param name="Name">How tables call it.</param>
/// <param name="ToRequests">Its requests, varied over users and movies, from the users' tokens.</param>
internal sealed record Scenario(string Name, Func<IReadOnlyList<string>, IReadOnlyList<LoadRequest>> ToRequests)
{
    /// <summary>An endpoint that does nothing: what the server and the generator cost.</summary>
    public const string Bare = "/health/live";

    /// <summary>An endpoint that only reads the user's ratings: what the token and the database cost.</summary>
    public const string Floor = "/ratings";

    /// <summary>A user's list by the user's own token.</summary>
    public const string Own = "/recommendations";

    /// <summary>The same lists by a service's key.</summary>
    public const string ByService = "/recommendations, service";

    /// <summary>The same lists by a service's key and the platform's identifiers of users.</summary>
    public const string ByExternalIds = "/recommendations, external ids";

    /// <summary>The endpoints that the others are compared with.</summary>
    public bool IsReference => Name is Bare or Floor;

    /// <summary>The names of the others.</summary>
    public static readonly string[] Compared =
    [
        Own, ByService, ByExternalIds, "/hybrid", "/hybrid, title", "/genre_recommendations", "/movies/{id}/similar", "/login",
        "/movies?title",
    ];

    private static readonly string[] _genreBodies =
    [
        """{"genres":["Drama"]}""", """{"genres":["Comedy","Romance"]}""",
        """{"genres":["Action","Sci-Fi"],"exclude_genres":["Horror"]}""", """{"genres":["Thriller","Crime"]}""",
    ];

    /// <summary>Every endpoint that is measured.</summary>
    public static async Task<IReadOnlyList<Scenario>> AllAsync(
        NpgsqlDataSource database, LoadUsers users, CancellationToken cancellationToken)
    {
        var movies = await PopularMoviesAsync(database, cancellationToken);
        string[] titled =
            [.. movies.Select(movie => $$"""{"title":{{System.Text.Json.JsonSerializer.Serialize(movie.Title)}}}""")];
        return
        [
            new(Bare, _ => [new LoadRequest("GET", "/health/live")]),
            new(Floor, tokens => [.. tokens.Select(token => new LoadRequest("GET", "/ratings", token))]),
            new(Own, tokens => [.. tokens.Select(token => new LoadRequest("GET", "/recommendations", token))]),
            new(ByService, _ => [.. users.Ids.Select(user =>
                new LoadRequest("GET", $"/recommendations?user_id={user}", users.ServiceKey))]),
            new(ByExternalIds, _ => [.. users.Ids.Select(user =>
                new LoadRequest("GET", $"/recommendations?user_external_id={LoadUsers.ExternalId(user)}", users.ServiceKey))]),
            new("/hybrid", tokens => [.. tokens.Select(token => new LoadRequest("POST", "/hybrid", token, "{}"))]),
            new("/hybrid, title", tokens => Posts(tokens, "/hybrid", titled)),
            new("/genre_recommendations", tokens => Posts(tokens, "/genre_recommendations", _genreBodies)),
            new("/movies/{id}/similar", tokens => [.. tokens.Select((token, index) =>
                new LoadRequest("GET", $"/movies/{movies[index % movies.Count].MovieId}/similar", token))]),
            new("/login", _ => users.Logins),
            new("/movies?title", tokens => [.. tokens.Select((token, index) => new LoadRequest(
                "GET", $"/movies?title={Uri.EscapeDataString(movies[index % movies.Count].Title)}", token))]),
        ];
    }

    private static LoadRequest[] Posts(IReadOnlyList<string> tokens, string path, string[] bodies) =>
        [.. tokens.Select((token, index) => new LoadRequest("POST", path, token, bodies[index % bodies.Length]))];

    private static async Task<IReadOnlyList<(int MovieId, string Title)>> PopularMoviesAsync(
        NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var movies = new List<(int MovieId, string Title)>();
        await using var command = database.CreateCommand(
            """
            SELECT m.movie_id, m.title FROM movies m JOIN ratings r ON r.movie_id = m.movie_id
            GROUP BY m.movie_id ORDER BY count(*) DESC, m.movie_id LIMIT 200
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            movies.Add((reader.GetInt32(0), reader.GetString(1)));
        return movies;
    }
}
