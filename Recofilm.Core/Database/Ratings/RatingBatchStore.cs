using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database.Ratings;

/// <summary>Writes many ratings of one user at once: all of them or none.</summary>
public sealed class RatingBatchStore(ConnectionAdmission connections)
{
    private const string PutSql =
        """
        WITH given AS (
            SELECT * FROM unnest($2::integer[], $3::numeric[], $4::real[]) AS g (movie_id, rating, predicted)
        ), put AS (
            INSERT INTO ratings (user_id, movie_id, rating, created_at)
            SELECT $1, movie_id, rating, $5 FROM given ORDER BY movie_id
            ON CONFLICT (user_id, movie_id) DO UPDATE SET rating = excluded.rating, created_at = excluded.created_at
            RETURNING movie_id, xmax = 0 AS created
        ), predicted AS (
            INSERT INTO rating_predictions (user_id, movie_id, model_version, predicted, rating, rated_at)
            SELECT $1, movie_id, $6, predicted, rating, $5 FROM given JOIN put USING (movie_id)
            WHERE created AND predicted IS NOT NULL AND $6 IS NOT NULL
            ON CONFLICT DO NOTHING
        )
        SELECT count(*) FILTER (WHERE created)::integer, count(*) FILTER (WHERE NOT created)::integer FROM put
        """;

    /// <summary>Writes ratings, in place of earlier ones of the same movies.</summary>
    /// <param name="userId">The user who rates.</param>
    /// <param name="ratings">The ratings, from 0.5 to 5 in halves, at most one per movie.</param>
    /// <param name="modelVersion">The model that made the predictions.</param>
    /// <param name="time">The time of the ratings.</param>
    public async Task<RatingBatchOutcome> PutAsync(
        int userId, IReadOnlyList<NewRating> ratings, string? modelVersion, DateTimeOffset time,
        CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(PutSql);
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<int[]>([.. ratings.Select(rating => rating.MovieId)]);
        command.Parameters.Add<decimal[]>([.. ratings.Select(rating => (decimal)rating.Rating)]);
        command.Parameters.Add<float?[]>([.. ratings.Select(rating => rating.Predicted)]);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        command.Parameters.AddNullable(modelVersion, NpgsqlDbType.Text);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return new RatingBatchOutcome(reader.GetInt32(0), reader.GetInt32(1), [], UserExists: true);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            var movieExists = exception.ConstraintName?.Contains("_user", StringComparison.Ordinal) == true;
            return new RatingBatchOutcome(
                0, 0, movieExists ? [] : await FindUnknownAsync(ratings, cancellationToken), UserExists: !movieExists);
        }
    }

    private async Task<int[]> FindUnknownAsync(IReadOnlyList<NewRating> ratings, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            """
            SELECT coalesce(array_agg(g.place::integer - 1 ORDER BY g.place), '{}')
            FROM unnest($1::integer[]) WITH ORDINALITY AS g (movie_id, place)
            WHERE NOT EXISTS (SELECT FROM movies m WHERE m.movie_id = g.movie_id)
            """);
        command.Parameters.Add<int[]>([.. ratings.Select(rating => rating.MovieId)]);
        return (int[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

/// <summary>A rating of a batch.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Rating">0.5 to 5 in halves.</param>
/// <param name="Predicted">The model's prediction of the rating, if it made one.</param>
public readonly record struct NewRating(int MovieId, float Rating, float? Predicted);

/// <summary>The result of writing a batch.</summary>
/// <param name="Created">The number of ratings of movies that the user had not rated.</param>
/// <param name="Updated">The number of ratings that replaced earlier ones.</param>
/// <param name="UnknownPlaces">
/// The places in the batch of movies that do not exist. Nothing was written if there are any.
/// </param>
/// <param name="UserExists">Whether the user exists. Nothing was written otherwise.</param>
public sealed record RatingBatchOutcome(int Created, int Updated, IReadOnlyList<int> UnknownPlaces, bool UserExists);
