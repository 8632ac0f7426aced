using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Recofilm.Core.Serving;

/// <summary>Reports the serving models and the attempts to load new ones.</summary>
public sealed class ServingMetrics
{
    /// <summary>The name of the meter to subscribe to.</summary>
    public const string MeterName = "Recofilm.Serving";

    private const string Success = "loaded";
    private const string Failure = "failed";
    private const string Rejection = "rejected";

    private readonly Counter<long> _refreshes;
    private readonly Histogram<double> _loadDuration;

    /// <summary>Creates the instruments.</summary>
    public ServingMetrics(IMeterFactory meters, ModelHolder models, TimeProvider time)
    {
        var meter = meters.Create(MeterName);
        _refreshes = meter.CreateCounter<long>(
            "recofilm.model.refreshes", "{refresh}",
            "Attempts to load a new champion, by outcome; rejected: a champion found damaged was left alone.");
        _loadDuration = meter.CreateHistogram<double>(
            "recofilm.model.load.duration", "s", "Time to download, verify and build a model.");
        meter.CreateObservableGauge(
            "recofilm.model.age",
            () => models.Champion is { } model
                ? [new Measurement<double>((time.GetUtcNow() - model.TrainedAt).TotalSeconds)]
                : Array.Empty<Measurement<double>>(),
            "s", "Time since the serving model was trained.");
        meter.CreateObservableGauge(
            "recofilm.model.info", () => Serving(models).Select(Info), "{model}", "1 for each model that serves.");
        meter.CreateObservableGauge(
            "recofilm.model.metric", () => Serving(models).SelectMany(Metrics), "{1}",
            "Measures that a serving model got in its training, by name.");
        foreach (var outcome in (string[])[Success, Failure, Rejection])
            _refreshes.Add(0, new TagList { { "outcome", outcome } });
    }

    internal void Loaded(TimeSpan duration)
    {
        _refreshes.Add(1, new TagList { { "outcome", Success } });
        _loadDuration.Record(duration.TotalSeconds);
    }

    internal void Failed() => _refreshes.Add(1, new TagList { { "outcome", Failure } });

    internal void Rejected() => _refreshes.Add(1, new TagList { { "outcome", Rejection } });

    private static IEnumerable<(string Role, ModelSnapshot Model)> Serving(ModelHolder models)
    {
        if (models.Champion is { } champion)
            yield return ("champion", champion);
        if (models.Challenger is { } challenger)
            yield return ("challenger", challenger.Model);
    }

    private static Measurement<int> Info((string Role, ModelSnapshot Model) serving) =>
        new(1, new TagList { { "version", serving.Model.Version.ToString() }, { "role", serving.Role } });

    private static IEnumerable<Measurement<double>> Metrics((string Role, ModelSnapshot Model) serving) =>
        serving.Model.Manifest.Metrics.Select(metric => new Measurement<double>(metric.Value, new TagList
        {
            { "version", serving.Model.Version.ToString() }, { "role", serving.Role }, { "name", metric.Key },
        }));
}
