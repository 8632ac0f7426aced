using NpgsqlTypes;

namespace Recofilm.Core.Database.Users;

/// <summary>Stores users and their keys.</summary>
public sealed class UserStore(ConnectionAdmission connections)
{
    private const string Columns = "user_id, user_key_hash, role, created_at";

    /// <summary>Registers a user under the next free identifier.</summary>
    /// <param name="role">The user's role.</param>
    /// <param name="keyHash">HMAC-SHA-256 of the user's key, 32 bytes, or <see langword="null"/> for a user without one.</param>
    /// <param name="createdAt">The time of creation; the database's time if left out.</param>
    /// <returns>The new user's identifier.</returns>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public async Task<int> CreateAsync(
        UserRole role, byte[]? keyHash, DateTimeOffset? createdAt = null, CancellationToken cancellationToken = default)
    {
        RequireHash(keyHash);
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            "INSERT INTO users (role, user_key_hash, created_at) VALUES ($1, $2, coalesce($3, now())) RETURNING user_id");
        command.Parameters.Add<string>(role.ToName());
        command.Parameters.AddNullable(keyHash, NpgsqlDbType.Bytea);
        command.Parameters.AddNullable(createdAt?.UtcDateTime, NpgsqlDbType.TimestampTz);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Returns a user, or <see langword="null"/> when there is none with this identifier.</summary>
    public async Task<UserRecord?> FindAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand($"SELECT {Columns} FROM users WHERE user_id = $1");
        command.Parameters.Add<int>(userId);
        return await ReadUserAsync(command, cancellationToken);
    }

    /// <summary>Returns the role of a user, or <see langword="null"/> when the user does not exist.</summary>
    public async Task<UserRole?> FindRoleAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand("SELECT role FROM users WHERE user_id = $1");
        command.Parameters.Add<int>(userId);
        return await command.ExecuteScalarAsync(cancellationToken) is string role ? UserRoleNames.Parse(role) : null;
    }

    /// <summary>
    /// Returns the lowest identifier of a user with ratings, or <see langword="null"/> when there are no ratings.
    /// </summary>
    public async Task<int?> FindFirstWithRatingsAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand("SELECT user_id FROM ratings ORDER BY user_id LIMIT 1");
        return (int?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Replaces a user's key. The old key stops working.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="keyHash">HMAC-SHA-256 of the new key, 32 bytes.</param>
    /// <returns>Whether the user exists.</returns>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public async Task<bool> SetKeyAsync(int userId, byte[] keyHash, CancellationToken cancellationToken = default)
    {
        RequireHash(keyHash);
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand("UPDATE users SET user_key_hash = $2 WHERE user_id = $1");
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<byte[]>(keyHash);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Gives a user a role.</summary>
    /// <returns>Whether the user exists.</returns>
    public async Task<bool> SetRoleAsync(int userId, UserRole role, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand("UPDATE users SET role = $2 WHERE user_id = $1");
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<string>(role.ToName());
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Deletes a user and everything about them: ratings, tags, dismissals, served lists.</summary>
    /// <returns>Whether the user existed.</returns>
    public async Task<bool> DeleteAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenForLongAsync(cancellationToken);
        var command = connection.CreateCommand("DELETE FROM users WHERE user_id = $1");
        command.Parameters.Add<int>(userId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static void RequireHash(byte[]? keyHash)
    {
        if (keyHash is not null && keyHash.Length != 32)
            throw new ArgumentException($"A key hash must have 32 bytes; got {keyHash.Length}.", nameof(keyHash));
    }

    private static async Task<UserRecord?> ReadUserAsync(AdmittedCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return new UserRecord(
            reader.GetInt32(0),
            reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1),
            UserRoleNames.Parse(reader.GetString(2)),
            reader.GetFieldValue<DateTimeOffset>(3));
    }
}
