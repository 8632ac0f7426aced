using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Recofilm.Core.Serving;

/// <summary>Counts and times the recommendation lists.</summary>
public sealed class RecommendationMetrics
{
    /// <summary>The name of the meter to subscribe to.</summary>
    public const string MeterName = "Recofilm.Recommendations";

    private const string Personal = "personal";
    private const string Fallback = "fallback";
    private const string Empty = "empty";

    // A list takes from tens of microseconds to tens of milliseconds, depending on the size of the catalogue.
    private static readonly InstrumentAdvice<double> _short = new()
    {
        HistogramBucketBoundaries =
            [0.00001, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5],
    };

    private static readonly InstrumentAdvice<int> _pageSizes = new()
    {
        HistogramBucketBoundaries = [0, 1, 5, 10, 20, 50, 100],
    };

    private readonly Counter<long> _lists;
    private readonly Histogram<int> _length;
    private readonly Histogram<double> _scoring;
    private readonly Histogram<double> _foldIn;

    /// <summary>Creates the instruments; the counts begin at zero, so that the first list is an increase.</summary>
    public RecommendationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _lists = meter.CreateCounter<long>(
            "recofilm.recommendations", "{list}",
            "Lists made, by the strategy asked for and the outcome: personal, fallback (what most people like), or empty.");
        _length = meter.CreateHistogram(
            "recofilm.recommendations.length", "{movie}", "Movies in a list.", tags: null, _pageSizes);
        _scoring = meter.CreateHistogram(
            "recofilm.scoring.duration", "s", "Time to score all movies and pick the best for one list.", tags: null, _short);
        _foldIn = meter.CreateHistogram(
            "recofilm.fold_in.duration", "s", "Time to solve for a user's factors from their ratings.", tags: null, _short);
        foreach (var strategy in RecommendationStrategy.Requested)
        {
            foreach (var outcome in (string[])[Personal, Fallback, Empty])
                _lists.Add(0, new TagList { { "strategy", strategy }, { "outcome", outcome } });
        }
    }

    internal void Listed(string requested, string strategy, int length)
    {
        var outcome = length == 0 ? Empty : strategy == RecommendationStrategy.Popularity ? Fallback : Personal;
        _lists.Add(1, new TagList { { "strategy", requested }, { "outcome", outcome } });
        _length.Record(length);
    }

    internal void Scored(TimeSpan duration) => _scoring.Record(duration.TotalSeconds);

    internal void FoldedIn(TimeSpan duration) => _foldIn.Record(duration.TotalSeconds);
}
