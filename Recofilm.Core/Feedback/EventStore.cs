using System.Buffers.Binary;
using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Feedback;

/// <summary>Records clicks on, and plays of, the movies of users' lists.</summary>
public sealed class EventStore(ConnectionAdmission connections)
{
    /// <summary>The largest number of one user's events that wait for their lists.</summary>
    public const int MaxPending = 100;

    /// <summary>The longest time a list may take to reach the database before an event on it is refused.</summary>
    public static readonly TimeSpan WritingTime = TimeSpan.FromMinutes(1);

    // Clocks of instances differ; synchronized ones by far less than this.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(30);

    private const string RecordSql =
        $"""
        WITH list AS (
            SELECT list_id, $2 = ANY(movie_ids) AS has_movie FROM recommendations WHERE list_id = $1 AND user_id = $3
        ), recorded AS (
            INSERT INTO events (recommendation_id, movie_id, kind, occurred_at)
            SELECT list_id, $2, $4, $5 FROM list WHERE has_movie
            ON CONFLICT DO NOTHING
            RETURNING occurred_at
        ), waits AS (
            INSERT INTO pending_events (user_id, recommendation_id, movie_id, kind, occurred_at)
            SELECT user_id, $1, $2, $4, $5 FROM users
            WHERE user_id = $3 AND $6 AND NOT EXISTS (SELECT FROM recommendations WHERE list_id = $1)
              AND (SELECT count(*) FROM pending_events WHERE user_id = $3) < $7
            ON CONFLICT (user_id, recommendation_id, movie_id, kind) DO UPDATE SET occurred_at = pending_events.occurred_at
            RETURNING occurred_at
        )
        SELECT (SELECT role FROM users WHERE user_id = $3), l.has_movie, r.occurred_at, e.occurred_at, w.occurred_at
        FROM (SELECT) asked
        LEFT JOIN list l ON true
        LEFT JOIN recorded r ON true
        LEFT JOIN waits w ON true
        LEFT JOIN events e ON e.recommendation_id = l.list_id AND e.movie_id = $2 AND e.kind = $4
        """;

    /// <summary>
    /// Records an event once; a repetition with the same list, movie and kind changes nothing. An event on a list that may
    /// still be on its way to the database is kept until the list arrives (<see cref="PendingEventStore"/>).
    /// </summary>
    /// <param name="userId">The user to whom the list must belong.</param>
    /// <param name="recommendationId">The list.</param>
    /// <param name="movieId">The movie of the list.</param>
    /// <param name="kind">The user's action.</param>
    /// <param name="time">The time of the report.</param>
    public async Task<EventRecord> RecordAsync(
        int userId, Guid recommendationId, int movieId, EventKind kind, DateTimeOffset time,
        CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(RecordSql);
        command.Parameters.Add<Guid>(recommendationId);
        command.Parameters.Add<int>(movieId);
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<string>(kind.ToName());
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        command.Parameters.Add<bool>(MayBeOnItsWay(recommendationId, time));
        command.Parameters.Add<int>(MaxPending);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return Read(reader, time);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // The user was deleted at the same time, together with the list.
            return new EventRecord(EventOutcome.UnknownList, time, Role: null);
        }
    }

    private static EventRecord Read(NpgsqlDataReader reader, DateTimeOffset time)
    {
        UserRole? role = reader.IsDBNull(0) ? null : UserRoleNames.Parse(reader.GetString(0));
        var (outcome, since) = reader switch
        {
            _ when !reader.IsDBNull(4) => (EventOutcome.Pending, reader.GetFieldValue<DateTimeOffset>(4)),
            _ when reader.IsDBNull(1) => (EventOutcome.UnknownList, time),
            _ when !reader.GetBoolean(1) => (EventOutcome.NotInList, time),
            _ when !reader.IsDBNull(2) => (EventOutcome.Recorded, reader.GetFieldValue<DateTimeOffset>(2)),
            // An event that another request records at this moment is not visible to this statement yet.
            _ => (EventOutcome.Repeated, reader.IsDBNull(3) ? time : reader.GetFieldValue<DateTimeOffset>(3)),
        };
        return new EventRecord(outcome, since, role);
    }

    // RFC 9562: a UUID of version 7 begins with 48 bits of milliseconds since 1970. A time in the future is not accepted.
    private static bool MayBeOnItsWay(Guid id, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var made = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16);
        var age = TimeSpan.FromMilliseconds(now.ToUnixTimeMilliseconds()) - made;
        return id.Version == 7 && age >= -ClockDifference && age < WritingTime;
    }
}

/// <summary>The result of recording an event.</summary>
/// <param name="Outcome">Whether the event counts.</param>
/// <param name="OccurredAt">The time from which the event counts, UTC.</param>
/// <param name="Role">The user's role; <see langword="null"/> when the user is gone.</param>
public readonly record struct EventRecord(EventOutcome Outcome, DateTimeOffset OccurredAt, UserRole? Role);

/// <summary>Whether an event counts.</summary>
public enum EventOutcome
{
    /// <summary>The event counts from now on.</summary>
    Recorded,

    /// <summary>The event counted already.</summary>
    Repeated,

    /// <summary>The event counts as soon as its list is in the database, if the list is the user's and has the movie.</summary>
    Pending,

    /// <summary>The user was not shown such a list.</summary>
    UnknownList,

    /// <summary>The list does not have the movie.</summary>
    NotInList,
}
