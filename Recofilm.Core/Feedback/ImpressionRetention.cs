using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Database;

namespace Recofilm.Core.Feedback;

/// <summary>Deletes served lists, with their events, when they are older than the settings keep them.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
/// <param name="options">The time for which lists are kept.</param>
/// <param name="time">Clock.</param>
public sealed class ImpressionRetention(NpgsqlDataSource dataSource, IOptions<ImpressionOptions> options, TimeProvider time)
{
    // Short statements, so that no lock and no transaction lasts.
    private const int BatchSize = 10_000;

    // The rest is left to the next run, a quarter of an hour later.
    private const int MaximumBatches = 100;

    private const string DeleteSql =
        """
        DELETE FROM recommendations WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM recommendations WHERE served_at < $1 LIMIT $2))
        """;

    /// <summary>Deletes what is too old, at most a million lists.</summary>
    /// <returns>The number of lists.</returns>
    public async Task<int> DeleteAsync(CancellationToken cancellationToken = default)
    {
        var oldest = time.GetUtcNow() - options.Value.KeepFor;
        var deleted = 0;
        for (var batch = 0; batch < MaximumBatches; batch++)
        {
            await using var command = dataSource.CreateCommand(DeleteSql);
            command.Parameters.Add<DateTime>(oldest.UtcDateTime);
            command.Parameters.Add<int>(BatchSize);
            var lists = await command.ExecuteNonQueryAsync(cancellationToken);
            deleted += lists;
            if (lists < BatchSize)
                break;
        }

        return deleted;
    }
}
