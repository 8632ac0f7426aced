using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Recofilm.Core.Serving;

/// <summary>Counts what happens to the serving model.</summary>
public sealed class ServingMetrics
{
    /// <summary>The name to subscribe to.</summary>
    public const string MeterName = "Recofilm.Serving";

    private readonly Counter<long> _refreshes;
    private readonly Histogram<double> _loadDuration;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Where meters come from.</param>
    /// <param name="models">The serving model.</param>
    /// <param name="time">The clock for the model's age.</param>
    public ServingMetrics(IMeterFactory meters, ModelHolder models, TimeProvider time)
    {
        var meter = meters.Create(MeterName);
        _refreshes = meter.CreateCounter<long>(
            "recofilm.model.refreshes", "{refresh}", "Attempts to load a new champion, by outcome.");
        _loadDuration = meter.CreateHistogram<double>(
            "recofilm.model.load.duration", "s", "Time to download, verify and build a model.");
        meter.CreateObservableGauge(
            "recofilm.model.age",
            () => models.Current is { } model
                ? [new Measurement<double>((time.GetUtcNow() - model.TrainedAt).TotalSeconds)]
                : Array.Empty<Measurement<double>>(),
            "s", "Time since the serving model was trained.");
    }

    internal void Loaded(TimeSpan duration)
    {
        _refreshes.Add(1, new TagList { { "outcome", "loaded" } });
        _loadDuration.Record(duration.TotalSeconds);
    }

    internal void Failed() => _refreshes.Add(1, new TagList { { "outcome", "failed" } });
}
