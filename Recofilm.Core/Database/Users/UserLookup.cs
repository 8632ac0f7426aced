using Npgsql;

namespace Recofilm.Core.Database.Users;

/// <summary>Finds many users at once.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class UserLookup(NpgsqlDataSource dataSource)
{
    private const string Sql =
        """
        SELECT coalesce(named.user_id, external.user_id)
        FROM unnest($1, $2) WITH ORDINALITY wanted (user_id, external_id, place)
        LEFT JOIN users named ON named.user_id = wanted.user_id
        LEFT JOIN users external ON external.external_id = wanted.external_id
        ORDER BY place
        """;

    /// <summary>Returns the identifiers of users in the order of their references.</summary>
    /// <param name="users">The references.</param>
    /// <returns>As many identifiers; <see langword="null"/> for a user who does not exist.</returns>
    public async Task<IReadOnlyList<int?>> FindAsync(
        IReadOnlyList<UserReference> users, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add<int[]>([.. users.Select(user => user.UserId)]);
        command.Parameters.Add<string?[]>([.. users.Select(user => user.ExternalId)]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<int?>(users.Count);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.IsDBNull(0) ? null : reader.GetInt32(0));
        return found;
    }
}
