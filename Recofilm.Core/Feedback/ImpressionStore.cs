using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Database;

namespace Recofilm.Core.Feedback;

/// <summary>Writes the lists that users were shown.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class ImpressionStore(NpgsqlDataSource dataSource)
{
    private const string CopySql =
        """
        COPY recommendations (list_id, user_id, strategy, model_version, served_at, first_rank, movie_ids, scores)
        FROM STDIN (FORMAT binary)
        """;

    // Locks the users as a foreign key does, so that none of them can be deleted before the lists are written.
    private const string UsersSql = "SELECT user_id FROM users WHERE user_id = ANY($1) ORDER BY user_id FOR KEY SHARE";

    /// <summary>Writes lists in one transaction, without the lists of users who have been deleted since.</summary>
    /// <returns>The number of lists written.</returns>
    public async Task<int> WriteAsync(IReadOnlyList<Impression> lists, CancellationToken cancellationToken = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var users = await LockUsersAsync(connection, lists, cancellationToken);
        var written = 0;
        await using (var copy = await connection.BeginBinaryImportAsync(CopySql, cancellationToken))
        {
            foreach (var list in lists)
            {
                if (!users.Contains(list.UserId))
                    continue;
                await WriteAsync(copy, list, cancellationToken);
                written++;
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return written;
    }

    private static async Task<HashSet<int>> LockUsersAsync(
        NpgsqlConnection connection, IReadOnlyList<Impression> lists, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(UsersSql, connection);
        command.Parameters.Add<int[]>([.. lists.Select(list => list.UserId).Distinct()]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var users = new HashSet<int>();
        while (await reader.ReadAsync(cancellationToken))
            users.Add(reader.GetInt32(0));
        return users;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, Impression list, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(list.RecommendationId, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync(list.UserId, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(list.Strategy, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(list.ModelVersion, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(list.ServedAt.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(list.FirstRank, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(list.MovieIds, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(list.Scores, NpgsqlDbType.Array | NpgsqlDbType.Real, cancellationToken);
    }
}
