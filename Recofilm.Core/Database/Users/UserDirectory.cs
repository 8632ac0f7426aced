using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database.Users;

/// <summary>Finds and creates users by identifier or external identifier.</summary>
/// <param name="connections">The database.</param>
public sealed class UserDirectory(ConnectionAdmission connections)
{
    private const string Columns = "user_id, external_id, role, created_at";

    // The sequence then hands out only identifiers above the given one. An identifier near the end of the integers does not raise
    // it, because the next registrations would find none left.
    private const string PutSql =
        $"""
        WITH raised AS (
            SELECT setval('users_user_id_seq', $1) FROM users_user_id_seq s WHERE s.last_value < $1 AND $1 <= 2000000000
        ), put AS (
            INSERT INTO users AS u (user_id, external_id, created_at) VALUES ($1, $2, $3)
            ON CONFLICT (user_id) DO UPDATE SET external_id = coalesce(excluded.external_id, u.external_id)
            RETURNING {Columns}, xmax = 0 AS created
        )
        SELECT put.*, (SELECT count(*) FROM raised) FROM put
        """;

    /// <summary>Returns the user that a reference names, or <see langword="null"/>.</summary>
    public async Task<UserIdentity?> FindAsync(UserReference user, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            $"SELECT {Columns} FROM users WHERE {(user.ExternalId is null ? "user_id" : "external_id")} = $1");
        if (user.ExternalId is { } externalId)
            command.Parameters.Add<string>(externalId);
        else
            command.Parameters.Add<int>(user.UserId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>Registers a user under the next free identifier.</summary>
    /// <param name="keyHash">HMAC-SHA-256 of the user's key, 32 bytes, or <see langword="null"/> for a user without one.</param>
    /// <param name="externalId">The external identifier, or <see langword="null"/>.</param>
    /// <param name="time">The time of the registration.</param>
    /// <returns>The user, or <see langword="null"/> when another one has the external identifier.</returns>
    public async Task<UserIdentity?> CreateAsync(
        byte[]? keyHash, string? externalId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            $"""
            INSERT INTO users (user_key_hash, external_id, created_at)
            SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM users WHERE external_id = $2)
            ON CONFLICT (external_id) WHERE external_id IS NOT NULL DO NOTHING RETURNING {Columns}
            """);
        command.Parameters.AddNullable(keyHash, NpgsqlDbType.Bytea);
        command.Parameters.AddNullable(externalId, NpgsqlDbType.Text);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>Registers a user under a given identifier, or gives an existing one an external identifier.</summary>
    /// <param name="userId">The identifier, at least 1.</param>
    /// <param name="externalId">The external identifier; <see langword="null"/> leaves an existing one unchanged.</param>
    /// <param name="time">The time of the registration.</param>
    /// <returns>
    /// The user and whether it is new, or a <see langword="null"/> user when another one has the external identifier.
    /// </returns>
    public async Task<(UserIdentity? User, bool Created)> PutAsync(
        int userId, string? externalId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(PutSql);
        command.Parameters.Add<int>(userId);
        command.Parameters.AddNullable(externalId, NpgsqlDbType.Text);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return (Read(reader), reader.GetBoolean(4));
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation
            && exception.ConstraintName == "users_external_id")
        {
            return (null, false);
        }
    }

    /// <summary>Returns users in the order of their identifiers.</summary>
    /// <param name="after">The identifier after which to begin; 0 for the first user.</param>
    /// <param name="limit">The largest number of users, at least 1.</param>
    public async Task<IReadOnlyList<UserIdentity>> ListAsync(
        int after, int limit, CancellationToken cancellationToken = default)
    {
        PageBounds.Validate(limit, 0);
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            $"SELECT {Columns} FROM users WHERE user_id > $1 ORDER BY user_id LIMIT $2");
        command.Parameters.Add<int>(after);
        command.Parameters.Add<int>(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var users = new List<UserIdentity>();
        while (await reader.ReadAsync(cancellationToken))
            users.Add(Read(reader));
        return users;
    }

    private static UserIdentity Read(NpgsqlDataReader reader) => new(
        reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1), UserRoleNames.Parse(reader.GetString(2)),
        reader.GetFieldValue<DateTimeOffset>(3));
}
