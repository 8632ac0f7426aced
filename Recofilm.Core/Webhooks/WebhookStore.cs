using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Database;

namespace Recofilm.Core.Webhooks;

/// <summary>Events and their deliveries, which all instances share.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class WebhookStore(NpgsqlDataSource dataSource)
{
    // A newly configured address gets no event older than this. A known one gets every event since its last, however long no
    // instance ran.
    private static readonly TimeSpan _oldest = TimeSpan.FromHours(1);
    private static readonly TimeSpan _kept = TimeSpan.FromDays(30);

    private const string PlanSql =
        """
        WITH forgotten AS (DELETE FROM webhook_events WHERE occurred_at < $4)
        INSERT INTO webhook_deliveries (event_id, url, next_attempt_at)
        SELECT event_id, $1, $3 FROM webhook_events
        WHERE kind = ANY ($2) AND occurred_at >= least($5, (
            SELECT max(e.occurred_at) FROM webhook_deliveries d JOIN webhook_events e USING (event_id) WHERE d.url = $1))
        ON CONFLICT DO NOTHING
        """;

    // An instance that takes a delivery postpones its next attempt, so no other instance takes it and a crash only delays it.
    private const string TakeSql =
        """
        WITH due AS (
            SELECT event_id, url FROM webhook_deliveries
            WHERE url = $1 AND next_attempt_at <= $2 ORDER BY next_attempt_at LIMIT 10 FOR UPDATE SKIP LOCKED
        ), taken AS (
            UPDATE webhook_deliveries d SET attempts = d.attempts + 1, next_attempt_at = $3
            FROM due WHERE d.event_id = due.event_id AND d.url = due.url
            RETURNING d.event_id, d.attempts
        )
        SELECT t.event_id, t.attempts, e.kind, e.data::text, e.occurred_at
        FROM taken t JOIN webhook_events e USING (event_id) ORDER BY e.occurred_at
        """;

    /// <summary>Creates a delivery for each event that an address receives.</summary>
    public async Task PlanAsync(
        string url, IReadOnlyList<string> kinds, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(PlanSql);
        command.Parameters.Add<string>(url);
        command.Parameters.Add<string[]>([.. kinds]);
        command.Parameters.Add<DateTime>(now.UtcDateTime);
        command.Parameters.Add<DateTime>((now - _kept).UtcDateTime);
        command.Parameters.Add<DateTime>((now - _oldest).UtcDateTime);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes some deliveries that are due.</summary>
    /// <param name="url">The address.</param>
    /// <param name="now">The present time.</param>
    /// <param name="lease">The time for which no other instance takes them.</param>
    public async Task<IReadOnlyList<WebhookDelivery>> TakeAsync(
        string url, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(TakeSql);
        command.Parameters.Add<string>(url);
        command.Parameters.Add<DateTime>(now.UtcDateTime);
        command.Parameters.Add<DateTime>((now + lease).UtcDateTime);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var deliveries = new List<WebhookDelivery>();
        while (await reader.ReadAsync(cancellationToken))
        {
            deliveries.Add(new WebhookDelivery(
                reader.GetGuid(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return deliveries;
    }

    /// <summary>Records the result of an attempt.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="url">The address.</param>
    /// <param name="deliveredAt">The time at which the address accepted it, or <see langword="null"/>.</param>
    /// <param name="nextAttempt">The time of the next attempt; <see langword="null"/> for none.</param>
    /// <param name="error">The error, if the attempt failed.</param>
    public async Task RecordAsync(
        Guid eventId, string url, DateTimeOffset? deliveredAt, DateTimeOffset? nextAttempt, string? error,
        CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            """
            UPDATE webhook_deliveries SET delivered_at = $3, next_attempt_at = $4, last_error = $5
            WHERE event_id = $1 AND url = $2
            """);
        command.Parameters.Add<Guid>(eventId);
        command.Parameters.Add<string>(url);
        command.Parameters.AddNullable(deliveredAt?.UtcDateTime, NpgsqlDbType.TimestampTz);
        command.Parameters.AddNullable(nextAttempt?.UtcDateTime, NpgsqlDbType.TimestampTz);
        command.Parameters.AddNullable(error, NpgsqlDbType.Text);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>An event on its way to an address.</summary>
/// <param name="EventId">The event; the same at each attempt.</param>
/// <param name="Attempt">The number of the attempt, from 1.</param>
/// <param name="Kind">The kind of event, such as "model.published".</param>
/// <param name="Data">The details of the event: a JSON object.</param>
/// <param name="OccurredAt">The time of the event, UTC.</param>
public sealed record WebhookDelivery(Guid EventId, int Attempt, string Kind, string Data, DateTimeOffset OccurredAt);
