namespace Recofilm.Core.Database.Users;

/// <summary>Finds users with distinct tastes, for demonstrations.</summary>
public sealed class SampleUserStore(ConnectionAdmission connections)
{
    // Takes the first users with 20 to 400 ratings, and among them one per preferred genre. A genre's weight is the distance
    // of the user's ratings of it above the user's mean, shrunk as by ten further ratings at that mean.
    private const string Sql =
        """
        WITH first_users AS (
            SELECT u.user_id, u.role, count(*)::int AS ratings, avg(r.rating) AS mean
            FROM (SELECT user_id, role FROM users WHERE role = 'user' ORDER BY user_id LIMIT 60) u
            JOIN ratings r USING (user_id)
            GROUP BY u.user_id, u.role
            HAVING count(*) BETWEEN 20 AND 400
        ),
        tastes AS (
            SELECT f.user_id, genre, sum(r.rating - f.mean) / (count(*) + 10) AS weight
            FROM first_users f
            JOIN ratings r USING (user_id)
            JOIN movies m USING (movie_id)
            CROSS JOIN unnest(m.genres) AS genre
            GROUP BY f.user_id, genre
        ),
        profiles AS (
            SELECT user_id, (array_agg(genre ORDER BY weight DESC, genre))[1:3] AS genres, max(weight) AS strength
            FROM tastes
            GROUP BY user_id
        ),
        distinct_tastes AS (
            SELECT DISTINCT ON (genres[1]) user_id, genres, strength
            FROM profiles
            ORDER BY genres[1], strength DESC, user_id
        ),
        operators AS (
            SELECT u.user_id, u.role, (SELECT count(*)::int FROM ratings r WHERE r.user_id = u.user_id) AS ratings
            FROM users u
            WHERE role = 'operator'
            ORDER BY user_id
            LIMIT 1
        )
        (SELECT f.user_id, f.role, f.ratings, d.genres
         FROM distinct_tastes d JOIN first_users f USING (user_id)
         ORDER BY d.strength DESC, f.user_id
         LIMIT $1)
        UNION ALL
        SELECT user_id, role, ratings, '{}' FROM operators
        """;

    /// <summary>Returns some users of different tastes, and an operator if there is one.</summary>
    /// <param name="limit">The largest number of users, not counting the operator.</param>
    public async Task<IReadOnlyList<SampleUser>> ListAsync(int limit, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(Sql);
        command.Parameters.Add<int>(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var users = new List<SampleUser>();
        while (await reader.ReadAsync(cancellationToken))
        {
            users.Add(new SampleUser(
                reader.GetInt32(0), reader.GetString(1), reader.GetInt32(2), reader.GetFieldValue<string[]>(3)));
        }

        return users;
    }
}
