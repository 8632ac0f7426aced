using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Database.Services;

/// <summary>Services and the hashes of their keys.</summary>
/// <param name="connections">The database.</param>
public sealed class ServiceStore(ConnectionAdmission connections)
{
    /// <summary>The form of a name: 1 to 63 lower-case letters, digits, hyphens and underscores.</summary>
    public const string NamePattern = "^[a-z0-9][a-z0-9_-]{0,62}$";

    /// <summary>Registers a service.</summary>
    /// <param name="name">The name, which matches <see cref="NamePattern"/>.</param>
    /// <param name="keyHash">The hash of its key: <see cref="UserKeys.Hash"/>.</param>
    /// <param name="time">The time of the key's issue.</param>
    /// <returns>Whether the name was free.</returns>
    public async Task<bool> CreateAsync(
        string name, byte[] keyHash, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            """
            INSERT INTO services (name, key_hash, created_at) VALUES ($1, $2, $3)
            ON CONFLICT (name) WHERE revoked_at IS NULL DO NOTHING
            """);
        command.Parameters.Add<string>(name);
        command.Parameters.Add<byte[]>(keyHash);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Returns all services, including revoked ones, in the order of their creation.</summary>
    public async Task<IReadOnlyList<ServiceRecord>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            "SELECT service_id, name, created_at, last_used_at, revoked_at FROM services ORDER BY service_id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var services = new List<ServiceRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            services.Add(new ServiceRecord(
                reader.GetInt32(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2),
                reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return services;
    }

    /// <summary>Makes a service's key invalid. Instances notice within <see cref="ServiceKeyRing.MaxAge"/>.</summary>
    /// <returns>Whether the service existed.</returns>
    public async Task<bool> RevokeAsync(string name, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            "UPDATE services SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL");
        command.Parameters.Add<string>(name);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Returns the services with valid keys, with the hashes of those keys.</summary>
    internal async Task<IReadOnlyList<ServiceKey>> ReadKeysAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            "SELECT service_id, name, key_hash FROM services WHERE revoked_at IS NULL");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<ServiceKey>();
        while (await reader.ReadAsync(cancellationToken))
            keys.Add(new ServiceKey(reader.GetInt32(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
        return keys;
    }

    /// <summary>Records a use of a service's key.</summary>
    internal async Task RecordUseAsync(int serviceId, DateTimeOffset time, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            "UPDATE services SET last_used_at = greatest(last_used_at, $2) WHERE service_id = $1");
        command.Parameters.Add<int>(serviceId);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>A service's key in the database.</summary>
/// <param name="ServiceId">The service.</param>
/// <param name="Name">Its name.</param>
/// <param name="Hash">HMAC-SHA-256 of the key under the pepper, 32 bytes.</param>
internal readonly record struct ServiceKey(int ServiceId, string Name, byte[] Hash);
