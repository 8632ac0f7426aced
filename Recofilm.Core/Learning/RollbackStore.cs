using Npgsql;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database;

namespace Recofilm.Core.Learning;

/// <summary>A champion that went back to its predecessor by itself.</summary>
/// <param name="RolledBackAt">When, UTC.</param>
/// <param name="From">The champion.</param>
/// <param name="To">Its predecessor.</param>
/// <param name="Reason">What was worse.</param>
public sealed record Rollback(DateTimeOffset RolledBackAt, ModelVersion From, ModelVersion To, string Reason);

/// <summary>The log of rollbacks.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class RollbackStore(NpgsqlDataSource dataSource)
{
    /// <summary>Records one.</summary>
    public async Task AddAsync(Rollback rollback, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            "INSERT INTO model_rollbacks (rolled_back_at, from_version, to_version, reason) VALUES ($1, $2, $3, $4)");
        command.Parameters.Add<DateTime>(rollback.RolledBackAt.UtcDateTime);
        command.Parameters.Add<string>(rollback.From.ToString());
        command.Parameters.Add<string>(rollback.To.ToString());
        command.Parameters.Add<string>(rollback.Reason);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The latest, newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public async Task<IReadOnlyList<Rollback>> ListAsync(int limit = 20, CancellationToken cancellationToken = default)
    {
        Paging.Validate(limit, 0);
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
