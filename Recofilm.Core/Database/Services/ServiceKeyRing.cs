using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Database.Services;

/// <summary>
/// The valid keys of services, as of at most <see cref="MaxAge"/> ago. The ring keeps all of them, so a stream of wrong keys
/// costs the database at most one query per second. Thread-safe.
/// </summary>
public sealed class ServiceKeyRing(ServiceStore store, UserKeys keys, TimeProvider time)
{
    /// <summary>The longest time that a revoked key stays accepted.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>The longest time that a new key may be refused.</summary>
    public static readonly TimeSpan MaxIgnorance = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The prefix of every key. It distinguishes keys from tokens and helps to find keys that leaked into files.
    /// </summary>
    public const string Prefix = "recofilm_";

    private static readonly TimeSpan _useInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile Ring? _ring;
    private Task<Ring>? _reading;

    /// <summary>Creates a key: the prefix and 256 random bits.</summary>
    public static string CreateKey() => Prefix + UserKeys.Create();

    /// <summary>Returns the name of a key's service, or <see langword="null"/> for an unknown key.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer.</exception>
    public async ValueTask<string?> FindServiceAsync(string key, CancellationToken cancellationToken)
    {
        // The time of a look-up by HMAC reveals only whether a guess's hash is known.
        var id = Convert.ToHexString(keys.Hash(key));
        var service = (await ReadAsync(MaxAge, cancellationToken)).GetValueOrDefault(id)
            ?? (await ReadAsync(MaxIgnorance, cancellationToken)).GetValueOrDefault(id);
        if (service is null)
            return null;
        if (service.IsUseDue(time, _useInterval))
            await store.RecordUseAsync(service.ServiceId, time.GetUtcNow(), cancellationToken);
        return service.Name;
    }

    // All callers wait for the same read. When the database does not answer, its failure ends all their waits at once.
    private async ValueTask<Dictionary<string, KnownService>> ReadAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        if (_ring is { } fresh && time.GetElapsedTime(fresh.ReadAt) < maxAge)
            return fresh.Services;
        Task<Ring> reading;
        lock (_gate)
            reading = _reading is { IsCompleted: false } ? _reading : _reading = ReadAsync();
        return (await reading.WaitAsync(cancellationToken)).Services;
    }

    private async Task<Ring> ReadAsync()
    {
        // The caller holds the lock until here.
        await Task.Yield();
        var previous = _ring;
        var readAt = time.GetTimestamp();
        var services = new Dictionary<string, KnownService>(StringComparer.Ordinal);
        foreach (var (serviceId, name, hash) in await store.ReadKeysAsync())
        {
            var id = Convert.ToHexString(hash);
            services[id] = previous?.Services.GetValueOrDefault(id) ?? new KnownService(serviceId, name);
        }

        return _ring = new Ring(readAt, services);
    }

    private sealed record Ring(long ReadAt, Dictionary<string, KnownService> Services);

    private sealed class KnownService(int serviceId, string name)
    {
        private long _recordedAt = long.MinValue;

        public int ServiceId => serviceId;

        public string Name => name;

        /// <summary>Whether to record a use; true for one caller in each interval.</summary>
        public bool IsUseDue(TimeProvider time, TimeSpan interval)
        {
            var recorded = Interlocked.Read(ref _recordedAt);
            return (recorded == long.MinValue || time.GetElapsedTime(recorded) >= interval)
                && Interlocked.CompareExchange(ref _recordedAt, time.GetTimestamp(), recorded) == recorded;
        }
    }
}
