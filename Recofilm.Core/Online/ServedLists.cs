using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Recofilm.Core.Serving;

namespace Recofilm.Core.Online;

/// <summary>
/// Lists between the request that served them and the database. Adding one never waits and never fails: when the
/// database does not keep up, lists are dropped and counted, and the answer goes out all the same.
/// </summary>
public sealed class ServedLists
{
    private readonly Channel<ServedList> _lists;
    private readonly OnlineMetrics _metrics;

    /// <summary>Makes an empty queue.</summary>
    public ServedLists(IOptions<ServedListOptions> options, OnlineMetrics metrics)
    {
        _lists = Channel.CreateBounded<ServedList>(
            new BoundedChannelOptions(options.Value.QueueLength) { SingleReader = true });
        _metrics = metrics;
        metrics.Observe(() => _lists.Reader.Count);
    }

    /// <summary>Takes note of an answer.</summary>
    /// <param name="list">The answer.</param>
    /// <param name="offset">How many movies the request passed over.</param>
    public void Add(RecommendationList list, int offset)
    {
        if (!_lists.Writer.TryWrite(ServedList.Of(list, offset)))
            _metrics.Dropped(1);
    }

    /// <summary>Ends when a list waits; <see langword="false"/> when none will come any more.</summary>
    internal ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _lists.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes the list that has waited longest.</summary>
    internal bool TryTake([NotNullWhen(true)] out ServedList? list) => _lists.Reader.TryRead(out list);
}
