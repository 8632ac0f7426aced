using Npgsql;
using Recofilm.Core.Database;

namespace Recofilm.Core.Feedback;

/// <summary>Stores events that were accepted before their list was in the database.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class PendingEventStore(NpgsqlDataSource dataSource)
{
    // Another instance that joins the same rows at the same time locks them, and they are gone when it releases the lock.
    private const string JoinSql =
        """
        WITH joined AS (
            DELETE FROM pending_events p USING recommendations r WHERE r.list_id = p.recommendation_id
            RETURNING r.list_id, p.movie_id, p.kind, p.occurred_at,
                      r.user_id = p.user_id AND p.movie_id = ANY (r.movie_ids) AS counts
        ), counted AS (
            INSERT INTO events (recommendation_id, movie_id, kind, occurred_at)
            SELECT list_id, movie_id, kind, occurred_at FROM joined WHERE counts
            ON CONFLICT DO NOTHING
            RETURNING kind
        )
        SELECT count(*) FILTER (WHERE kind = 'click'), count(*) FILTER (WHERE kind = 'play') FROM counted
        """;

    /// <summary>Records the events whose lists have arrived, and drops the events that have waited too long.</summary>
    /// <param name="expired">The moment before which events are dropped, since their lists were lost.</param>
    public async Task<JoinedEvents> JoinAsync(DateTimeOffset expired, CancellationToken cancellationToken = default)
    {
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(JoinSql));
        var drop = new NpgsqlBatchCommand("DELETE FROM pending_events WHERE occurred_at < $1");
        drop.Parameters.Add<DateTime>(expired.UtcDateTime);
        batch.BatchCommands.Add(drop);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT count(*)::integer FROM pending_events"));

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (clicks, plays) = ((int)reader.GetInt64(0), (int)reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new JoinedEvents(clicks, plays, reader.GetInt32(0));
    }
}

/// <summary>The result of one pass over the pending events.</summary>
/// <param name="Clicks">The number of clicks that count from now on.</param>
/// <param name="Plays">The number of plays that count from now on.</param>
/// <param name="Left">The number of events that still wait.</param>
public readonly record struct JoinedEvents(int Clicks, int Plays, int Left);
