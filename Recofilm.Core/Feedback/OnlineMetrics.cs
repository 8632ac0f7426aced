using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Recofilm.Core.Feedback;

/// <summary>Counts ratings, events, and the served lists that were written or dropped.</summary>
public sealed class OnlineMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Recofilm.Online";

    private readonly Meter _meter;
    private readonly Counter<long> _ratings;
    private readonly Counter<long> _events;
    private readonly Counter<long> _written;
    private readonly Counter<long> _dropped;

    /// <summary>
    /// Creates the instruments. Counts begin at zero, so that the first rating, event or list shows as an increase.
    /// </summary>
    public OnlineMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _ratings = _meter.CreateCounter<long>(
            "recofilm.ratings.ingested", "{rating}", "Ratings that users gave, by the kind of request.");
        _events = _meter.CreateCounter<long>(
            "recofilm.events.ingested", "{event}", "Clicks and plays of recommended movies, repetitions left out.");
        _written = _meter.CreateCounter<long>(
            "recofilm.served_lists.written", "{list}", "Served lists written to the database.");
        _dropped = _meter.CreateCounter<long>(
            "recofilm.served_lists.dropped", "{list}",
            "Served lists that were not written: the queue was full, or the database refused them.");
        foreach (var source in (string[])["put", "batch"])
            RatingsIngested(0, source);
        foreach (var kind in Enum.GetValues<EventKind>())
            EventsIngested(kind, 0);
        Written(0);
        Dropped(0);
    }

    /// <summary>Counts ratings.</summary>
    /// <param name="count">The number of ratings.</param>
    /// <param name="source">"put" for one at a time, "batch" for several.</param>
    public void RatingsIngested(int count, string source) => _ratings.Add(count, new TagList { { "source", source } });

    /// <summary>Counts new events.</summary>
    public void EventsIngested(EventKind kind, int count) => _events.Add(count, new TagList { { "kind", kind.ToName() } });

    internal void Written(int lists) => _written.Add(lists);

    internal void Dropped(int lists) => _dropped.Add(lists);

    internal void Observe(Func<int> depth) => _meter.CreateObservableGauge(
        "recofilm.served_lists.queue.depth", depth, "{list}", "Served lists that wait to be written.");
}
