using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database.Users;

/// <summary>Users, their keys, and the lockout after failed logins, which all instances of the program share.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class UserStore(NpgsqlDataSource dataSource)
{
    private const string Columns = "user_id, user_key_hash, role, created_at, failed_logins, locked_until";

    // One atomic statement: simultaneous attempts cannot share a count. A lock that ran out starts a new count.
    private const string RecordFailureSql =
        $"""
        UPDATE users SET
            failed_logins = CASE WHEN locked_until <= $2 THEN 1 ELSE failed_logins + 1 END,
            locked_until = CASE
                WHEN locked_until > $2 THEN locked_until
                WHEN (CASE WHEN locked_until <= $2 THEN 1 ELSE failed_logins + 1 END) >= $3 THEN $2 + $4
            END
        WHERE user_id = $1
        RETURNING {Columns}
        """;

    /// <summary>Registers a user under the next free identifier.</summary>
    /// <param name="role">What the user may do.</param>
    /// <param name="keyHash">HMAC-SHA-256 of the user's key, 32 bytes, or <see langword="null"/> for a user without one.</param>
    /// <param name="createdAt">When; the database's time if left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The new user's identifier.</returns>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public async Task<int> CreateAsync(
        UserRole role, byte[]? keyHash, DateTimeOffset? createdAt = null, CancellationToken cancellationToken = default)
    {
        RequireHash(keyHash);
        await using var command = dataSource.CreateCommand(
            "INSERT INTO users (role, user_key_hash, created_at) VALUES ($1, $2, coalesce($3, now())) RETURNING user_id");
        command.Parameters.Add<string>(role.ToName());
        command.Parameters.AddNullable(keyHash, NpgsqlDbType.Bytea);
        command.Parameters.AddNullable(createdAt?.UtcDateTime, NpgsqlDbType.TimestampTz);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>A user by identifier, or <see langword="null"/> when there is none.</summary>
    public async Task<UserRecord?> FindAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand($"SELECT {Columns} FROM users WHERE user_id = $1");
        command.Parameters.Add<int>(userId);
        return await ReadUserAsync(command, cancellationToken);
    }

    /// <summary>The role of a user, or <see langword="null"/> when the user does not exist.</summary>
    public async Task<UserRole?> ExistsAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("SELECT role FROM users WHERE user_id = $1");
        command.Parameters.Add<int>(userId);
        return await command.ExecuteScalarAsync(cancellationToken) is string role ? UserRoleNames.Parse(role) : null;
    }

    /// <summary>The user of the lowest identifier among those with ratings, or <see langword="null"/> when there are no ratings.</summary>
    public async Task<int?> FindFirstWithRatingsAsync(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("SELECT user_id FROM ratings ORDER BY user_id LIMIT 1");
        return (int?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Counts a failed login and locks the user out when the policy says so.</summary>
    /// <param name="userId">Whose login failed.</param>
    /// <param name="policy">When to lock, and for how long.</param>
    /// <param name="time">The time of the attempt.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The user as changed, or <see langword="null"/> when the user does not exist.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The policy is invalid.</exception>
    public async Task<UserRecord?> RecordFailedLoginAsync(
        int userId, LockoutPolicy policy, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        policy.Validate();
        await using var command = dataSource.CreateCommand(RecordFailureSql);
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        command.Parameters.Add<int>(policy.MaxFailedLogins);
        command.Parameters.Add<TimeSpan>(policy.Duration);
        return await ReadUserAsync(command, cancellationToken);
    }

    /// <summary>Forgets failed logins and lifts a lock; what a successful login does.</summary>
    public async Task ResetFailedLoginsAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            """
            UPDATE users SET failed_logins = 0, locked_until = NULL
            WHERE user_id = $1 AND (failed_logins > 0 OR locked_until IS NOT NULL)
            """);
        command.Parameters.Add<int>(userId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Replaces a user's key and lifts a lock. The old key stops working.</summary>
    /// <param name="userId">Whose key.</param>
    /// <param name="keyHash">HMAC-SHA-256 of the new key, 32 bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether the user exists.</returns>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public async Task<bool> SetKeyAsync(int userId, byte[] keyHash, CancellationToken cancellationToken = default)
    {
        RequireHash(keyHash);
        await using var command = dataSource.CreateCommand(
            "UPDATE users SET user_key_hash = $2, failed_logins = 0, locked_until = NULL WHERE user_id = $1");
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<byte[]>(keyHash);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Gives a user a role.</summary>
    /// <returns>Whether the user exists.</returns>
    public async Task<bool> SetRoleAsync(int userId, UserRole role, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("UPDATE users SET role = $2 WHERE user_id = $1");
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<string>(role.ToName());
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Deletes a user and everything about them: ratings, tags, dismissals, served lists.</summary>
    /// <returns>Whether the user existed.</returns>
    public async Task<bool> DeleteAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("DELETE FROM users WHERE user_id = $1");
        command.Parameters.Add<int>(userId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static void RequireHash(byte[]? keyHash)
    {
        if (keyHash is not null && keyHash.Length != 32)
            throw new ArgumentException($"A key hash has 32 bytes, not {keyHash.Length}.", nameof(keyHash));
    }

    private static async Task<UserRecord?> ReadUserAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return new UserRecord(
            reader.GetInt32(0),
            reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1),
            UserRoleNames.Parse(reader.GetString(2)),
            reader.GetFieldValue<DateTimeOffset>(3),
            reader.GetInt32(4),
            reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5));
    }
}
