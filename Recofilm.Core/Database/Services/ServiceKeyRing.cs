using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Database.Services;

/// <summary>
/// The valid keys of services, as of at most <see cref="MaxAge"/> ago. The ring keeps all of them, so a stream of wrong keys
/// costs the database at most one query per second. Thread-safe.
/// </summary>
public sealed class ServiceKeyRing(ServiceStore store, UserKeys keys, TimeProvider time) : IDisposable
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

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Ring? _ring;

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

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async ValueTask<Dictionary<string, KnownService>> ReadAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        if (_ring is { } fresh && time.GetElapsedTime(fresh.ReadAt) < maxAge)
            return fresh.Services;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var previous = _ring;
            if (previous is not null && time.GetElapsedTime(previous.ReadAt) < maxAge)
                return previous.Services;
            var readAt = time.GetTimestamp();
            var services = new Dictionary<string, KnownService>(StringComparer.Ordinal);
            foreach (var (serviceId, name, hash) in await store.ReadKeysAsync(cancellationToken))
            {
                var id = Convert.ToHexString(hash);
                services[id] = previous?.Services.GetValueOrDefault(id) ?? new KnownService(serviceId, name);
            }

            _ring = new Ring(readAt, services);
            return services;
        }
        finally
        {
            _turn.Release();
        }
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
