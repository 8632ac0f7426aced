using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Recofilm.Core.Serving;

namespace Recofilm.Core.Feedback;

/// <summary>
/// The queue of lists between the requests that serve them and the database. Adding a list never waits and never fails: when
/// the database does not keep up, lists are dropped and counted, and requests are still answered.
/// </summary>
public sealed class Impressions
{
    private readonly Channel<Impression> _lists;
    private readonly OnlineMetrics _metrics;

    /// <summary>Creates an empty queue.</summary>
    public Impressions(IOptions<ImpressionOptions> options, OnlineMetrics metrics)
    {
        _lists = Channel.CreateBounded<Impression>(
            new BoundedChannelOptions(options.Value.QueueLength) { SingleReader = true });
        _metrics = metrics;
        metrics.Observe(() => _lists.Reader.Count);
    }

    /// <summary>Queues the list of an answer.</summary>
    /// <param name="list">The answer.</param>
    /// <param name="offset">The number of movies that the request skipped.</param>
    public void Add(RecommendationList list, int offset)
    {
        if (!_lists.Writer.TryWrite(Impression.Of(list, offset)))
            _metrics.Dropped(1);
    }

    /// <summary>Completes when a list waits; returns <see langword="false"/> when no more lists will come.</summary>
    internal ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _lists.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes the list that has waited longest.</summary>
    internal bool TryTake([NotNullWhen(true)] out Impression? list) => _lists.Reader.TryRead(out list);
}
