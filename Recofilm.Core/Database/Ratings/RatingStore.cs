using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Database.Ratings;

/// <summary>Users' ratings, one per user and movie. A change counts in the next request of any instance.</summary>
public sealed class RatingStore(ConnectionAdmission connections)
{
    private const string Columns = "m.movie_id, m.title, m.year, m.genres, r.rating, r.created_at, m.external_id";

    // Joins only the page's movies: a plan that joins first reads the whole catalogue for every request. The subquery for the
    // user keeps the plan's cost independent of them; otherwise requests of users with few ratings are planned anew each time.
    private const string ListSql =
        $"""
        WITH own AS MATERIALIZED (
            SELECT movie_id, rating, created_at FROM ratings WHERE user_id = (SELECT $1)
        ), page AS (
            SELECT movie_id, rating, created_at FROM own ORDER BY created_at DESC, movie_id LIMIT $2 OFFSET $3
        )
        SELECT u.role, (SELECT count(*)::integer FROM own), {Columns}
        FROM users u LEFT JOIN (page r JOIN movies m ON m.movie_id = r.movie_id) ON true
        WHERE u.user_id = $1 ORDER BY r.created_at DESC, r.movie_id
        """;

    // A changed rating says nothing about the model's predictions, because the model already knew the earlier one.
    private const string PutSql =
        """
        WITH put AS (
            INSERT INTO ratings (user_id, movie_id, rating, created_at)
            SELECT $1, m.movie_id, $3, $4 FROM movies m WHERE m.movie_id = $2
            ON CONFLICT (user_id, movie_id) DO UPDATE SET rating = excluded.rating, created_at = excluded.created_at
            RETURNING xmax = 0 AS created
        ), predicted AS (
            INSERT INTO rating_predictions (user_id, movie_id, model_version, predicted, rating, rated_at)
            SELECT $1, $2, $5, $6, $3, $4 FROM put WHERE created AND $6 IS NOT NULL
            ON CONFLICT DO NOTHING
        )
        SELECT created FROM put
        """;

    /// <summary>Returns a user's ratings, latest first, with the user's role, in one round trip.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="limit">The largest number of ratings, at least 1.</param>
    /// <param name="offset">The number of ratings to skip, at least 0.</param>
    /// <returns>The page, or <see langword="null"/> when the user does not exist.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1 or the offset below 0.</exception>
    public async Task<OwnRatings?> ListAsync(
        int userId, int limit, int offset, CancellationToken cancellationToken = default)
    {
        PageBounds.Validate(limit, offset);
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(ListSql);
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<int>(limit);
        command.Parameters.Add<int>(offset);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var role = UserRoleNames.Parse(reader.GetString(0));
        var total = reader.GetInt32(1);
        var ratings = new List<UserRating>(Math.Min(limit, total));
        if (!reader.IsDBNull(2))
        {
            do
                ratings.Add(Read(reader, 2));
            while (await reader.ReadAsync(cancellationToken));
        }

        return new OwnRatings(role, new Page<UserRating>(ratings, total));
    }

    /// <summary>Returns a user's rating of a movie, or <see langword="null"/>.</summary>
    public async Task<UserRating?> FindAsync(int userId, int movieId, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            $"""
            SELECT {Columns} FROM ratings r JOIN movies m ON m.movie_id = r.movie_id
            WHERE r.user_id = $1 AND r.movie_id = $2
            """);
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<int>(movieId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader, 0) : null;
    }

    /// <summary>Writes a user's rating of a movie and replaces an earlier one.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="movieId">The movie.</param>
    /// <param name="rating">0.5 to 5 in halves.</param>
    /// <param name="time">The time of the rating.</param>
    /// <param name="prediction">The model's prediction; recorded when this is the user's first rating of the movie.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rating is not from 0.5 to 5 in steps of 0.5.</exception>
    public async Task<WriteOutcome> PutAsync(
        int userId, int movieId, float rating, DateTimeOffset time, RatingPrediction? prediction = null,
        CancellationToken cancellationToken = default)
    {
        if (!IsRating(rating))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rating), rating, "A rating is between 0.5 and 5 in steps of 0.5.");
        }

        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(PutSql);
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<int>(movieId);
        command.Parameters.Add<decimal>((decimal)rating);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        command.Parameters.AddNullable(prediction?.ModelVersion, NpgsqlDbType.Text);
        command.Parameters.AddNullable(prediction?.Predicted, NpgsqlDbType.Real);
        return await WriteOutcomes.ExecuteAsync(command, cancellationToken);
    }

    /// <summary>Deletes a rating and its recorded prediction.</summary>
    /// <returns>Whether it existed.</returns>
    public async Task<bool> DeleteAsync(int userId, int movieId, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            """
            WITH forgotten AS (DELETE FROM rating_predictions WHERE user_id = $1 AND movie_id = $2)
            DELETE FROM ratings WHERE user_id = $1 AND movie_id = $2
            """);
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<int>(movieId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Whether a number is one of the ten ratings: 0.5, 1, … 5.</summary>
    public static bool IsRating(float value) => value is >= 0.5f and <= 5f && value * 2 == MathF.Truncate(value * 2);

    private static UserRating Read(NpgsqlDataReader reader, int first) => new(
        reader.GetInt32(first),
        reader.GetString(first + 1),
        reader.IsDBNull(first + 2) ? null : reader.GetInt32(first + 2),
        reader.GetFieldValue<string[]>(first + 3),
        (float)reader.GetDecimal(first + 4),
        reader.GetFieldValue<DateTimeOffset>(first + 5))
    {
        ExternalId = reader.IsDBNull(first + 6) ? null : reader.GetString(first + 6),
    };
}
