using Npgsql;
using Recofilm.Core.Database;

namespace Recofilm.Core.Online;

/// <summary>What users did with the movies of their lists.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class EventStore(NpgsqlDataSource dataSource)
{
    private const string RecordSql =
        """
        WITH list AS (
            SELECT list_id, $2 = ANY(movie_ids) AS has_movie FROM recommendations WHERE list_id = $1 AND user_id = $3
        ), recorded AS (
            INSERT INTO events (recommendation_id, movie_id, kind, occurred_at)
            SELECT list_id, $2, $4, $5 FROM list WHERE has_movie
            ON CONFLICT DO NOTHING
            RETURNING occurred_at
        )
        SELECT has_movie, r.occurred_at, e.occurred_at
        FROM list
        LEFT JOIN recorded r ON true
        LEFT JOIN events e ON e.recommendation_id = $1 AND e.movie_id = $2 AND e.kind = $4
        """;

    /// <summary>Records an event once; the same list, movie and kind again change nothing.</summary>
    /// <param name="userId">Whose list it must be.</param>
    /// <param name="recommendationId">The list.</param>
    /// <param name="movieId">The movie of it.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="time">When it is reported.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<EventRecord> RecordAsync(
        int userId, Guid recommendationId, int movieId, EventKind kind, DateTimeOffset time,
        CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(RecordSql);
        command.Parameters.Add<Guid>(recommendationId);
        command.Parameters.Add<int>(movieId);
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<string>(kind.ToName());
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
                return new EventRecord(EventOutcome.UnknownList, time);
            if (!reader.GetBoolean(0))
                return new EventRecord(EventOutcome.NotInList, time);
            if (!reader.IsDBNull(1))
                return new EventRecord(EventOutcome.Recorded, reader.GetFieldValue<DateTimeOffset>(1));

            // Recorded by another request at this very moment, it is not visible to this statement yet.
            return new EventRecord(EventOutcome.Repeated, reader.IsDBNull(2) ? time : reader.GetFieldValue<DateTimeOffset>(2));
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return new EventRecord(EventOutcome.UnknownList, time);
        }
    }
}

/// <summary>What became of an event.</summary>
/// <param name="Outcome">Whether it counts.</param>
/// <param name="OccurredAt">Since when, UTC.</param>
public readonly record struct EventRecord(EventOutcome Outcome, DateTimeOffset OccurredAt);

/// <summary>Whether an event counts.</summary>
public enum EventOutcome
{
    /// <summary>From now on.</summary>
    Recorded,

    /// <summary>It did already.</summary>
    Repeated,

    /// <summary>The user was shown no such list.</summary>
    UnknownList,

    /// <summary>The list does not have the movie.</summary>
    NotInList,
}
