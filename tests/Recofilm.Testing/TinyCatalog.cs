namespace Recofilm.Testing;

/// <summary>
/// Movies and users for tests that need a model but not a good one: 120 movies in six genres, 60 users who each prefer one
/// genre, and some 2,400 ratings over several visits. A training takes about a second.
/// </summary>
public static class TinyCatalog
{
    /// <summary>The genres, in ordinal order.</summary>
    public static readonly IReadOnlyList<string> Genres = ["Action", "Comedy", "Drama", "Film-Noir", "Romance", "Sci-Fi"];

    /// <summary>The number of movies; their identifiers begin at 1.</summary>
    public const int MovieCount = 120;

    /// <summary>The number of users; their identifiers begin at 1.</summary>
    public const int UserCount = 60;

    // A user rates two of three movies of the preferred genre and one of four others; hashes replace random numbers.
    private const string Sql =
        """
        INSERT INTO movies (movie_id, title, year, genres)
        SELECT m, 'Movie ' || m, 1950 + m % 70,
               array(SELECT DISTINCT g[i] FROM unnest(ARRAY[1 + m % 6, 1 + (m * 7 + m / 6) % 6]) i ORDER BY 1)
        FROM generate_series(1, 120) m,
             (SELECT ARRAY['Action', 'Comedy', 'Drama', 'Film-Noir', 'Romance', 'Sci-Fi'] AS g) genres;
        INSERT INTO users (user_id, role, created_at)
        SELECT u, 'user', '2020-01-01Z' FROM generate_series(1, 60) u;
        SELECT setval(pg_get_serial_sequence('users', 'user_id'), 1000);
        INSERT INTO ratings (user_id, movie_id, rating, created_at)
        SELECT u, m,
               CASE WHEN m % 6 = u % 6 THEN 3.5 + (h % 4) * 0.5 ELSE 1.0 + (h % 6) * 0.5 END,
               timestamptz '2020-01-01Z' + (h % 5) * interval '40 days' + (u * 1000 + h % 900) * interval '1 second'
        FROM generate_series(1, 60) u, generate_series(1, 120) m,
             LATERAL (SELECT abs(hashint4(u * 1000 + m)) AS h) hash
        WHERE (h / 1000) % 12 < CASE WHEN m % 6 = u % 6 THEN 8 ELSE 3 END;
        INSERT INTO tags (user_id, movie_id, tag, created_at)
        SELECT 1 + m % 60, m, 'tag ' || m % 6, '2020-01-01Z' FROM generate_series(1, 120) m;
        """;

    /// <summary>Fills a database that has the schema and no rows.</summary>
    public static Task LoadAsync(TestDatabase database) => database.ExecuteAsync(Sql);
}
