using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Monitoring;

/// <summary>An automatic return from a champion to its predecessor.</summary>
/// <param name="RolledBackAt">The time of the rollback, UTC.</param>
/// <param name="From">The champion.</param>
/// <param name="To">Its predecessor.</param>
/// <param name="Reason">The measures that were worse.</param>
public sealed record Rollback(DateTimeOffset RolledBackAt, ModelVersion From, ModelVersion To, string Reason)
{
    /// <summary>Reads the rollback from the pointer that it moved.</summary>
    internal static Rollback Of(ChampionPointer pointer) => new(
        pointer.ActivatedAt, pointer.Previous!.Value, pointer.Version, pointer.RollbackReason ?? "Worse than its predecessor.");
}

/// <summary>The log of rollbacks.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class RollbackStore(NpgsqlDataSource dataSource)
{
    /// <summary>Records a rollback, unless it is on record.</summary>
    public async Task AddAsync(Rollback rollback, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            """
            INSERT INTO model_rollbacks (rolled_back_at, from_version, to_version, reason) VALUES ($1, $2, $3, $4)
            ON CONFLICT (from_version, to_version, rolled_back_at) DO NOTHING
            """);
        command.Parameters.Add<DateTime>(rollback.RolledBackAt.UtcDateTime);
        command.Parameters.Add<string>(rollback.From.ToString());
        command.Parameters.Add<string>(rollback.To.ToString());
        command.Parameters.Add<string>(rollback.Reason);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Lists the latest rollbacks, newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    public async Task<IReadOnlyList<Rollback>> ListAsync(int limit = 20, CancellationToken cancellationToken = default)
    {
        PageBounds.Validate(limit, 0);
        await using var command = dataSource.CreateCommand(
            """
            SELECT rolled_back_at, from_version, to_version, reason FROM model_rollbacks ORDER BY rollback_id DESC LIMIT $1
            """);
        command.Parameters.Add<int>(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rollbacks = new List<Rollback>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rollbacks.Add(new Rollback(
                reader.GetFieldValue<DateTimeOffset>(0), ModelVersion.Parse(reader.GetString(1)),
                ModelVersion.Parse(reader.GetString(2)), reader.GetString(3)));
        }

        return rollbacks;
    }
}
