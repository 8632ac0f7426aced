using System.Buffers.Binary;
using Microsoft.Extensions.Options;

namespace Recofilm.Core.Online;

/// <summary>
/// Records events also of lists that were served a moment ago, by whichever instance, and are still on their way to the
/// database: their identifiers tell when they were made, and so how long it is worth waiting for them.
/// </summary>
/// <param name="events">The record.</param>
/// <param name="options">How long lists are gathered before they are written.</param>
/// <param name="time">The clock.</param>
public sealed class RecentEvents(EventStore events, IOptions<ServedListOptions> options, TimeProvider time)
{
    // A busy instance or database takes its time, and an event that is refused is lost.
    private static readonly TimeSpan _writing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc cref="EventStore.RecordAsync"/>
    public async Task<EventRecord> RecordAsync(
        int userId, Guid recommendationId, int movieId, EventKind kind, CancellationToken cancellationToken = default)
    {
        var patience = options.Value.FlushInterval + _writing;
        while (true)
        {
            var now = time.GetUtcNow();
            var record = await events.RecordAsync(userId, recommendationId, movieId, kind, now, cancellationToken);
            if (record.Outcome != EventOutcome.UnknownList || !IsYoungerThan(patience, recommendationId, now))
                return record;
            await Task.Delay(_step, time, cancellationToken);
        }
    }

    // RFC 9562: a UUID of version 7 begins with 48 bits of milliseconds since 1970. Nothing waits for one of the future.
    private static bool IsYoungerThan(TimeSpan age, Guid id, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
        var elapsed = now.ToUnixTimeMilliseconds() - milliseconds;
        return id.Version == 7 && elapsed >= -1000 && elapsed < age.TotalMilliseconds;
    }
}
