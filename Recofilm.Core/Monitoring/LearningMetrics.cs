using System.Diagnostics;
using System.Diagnostics.Metrics;
using Recofilm.Core.Feedback;

namespace Recofilm.Core.Monitoring;

/// <summary>
/// Exports the latest findings about how the models do. Values older than two evaluations are left out, because another
/// instance may have newer ones.
/// </summary>
public sealed class LearningMetrics
{
    /// <summary>The name of the meter to subscribe to.</summary>
    public const string MeterName = "Recofilm.Learning";

    private static readonly TimeSpan _validity = TimeSpan.FromMinutes(31);

    private readonly TimeProvider _time;
    private readonly Counter<long> _rollbacks;
    private volatile Findings _findings = new(DateTimeOffset.MinValue, null, [], []);

    /// <summary>Creates the instruments.</summary>
    public LearningMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(MeterName);
        _rollbacks = meter.CreateCounter<long>(
            "recofilm.model.rollbacks", "{rollback}", "Automatic returns of a champion to its predecessor.");
        _rollbacks.Add(0);
        meter.CreateObservableGauge(
            "recofilm.feedback.pending",
            () => Measured<long>(found => found.Pending is { } pending ? [new Measurement<long>(pending)] : []),
            "{rating}", "Ratings that came after the champion.");
        meter.CreateObservableGauge(
            "recofilm.drift.state", () => Measured(found => found.Drifted.Select(state => new Measurement<int>(
                state.IsOut ? 1 : 0, new KeyValuePair<string, object?>("measure", state.Measure)))),
            "{state}", "1 when a measure has been outside its band for the set time, else 0.");
        Observe("recofilm.online.hit_rate", "1", "Share of shown lists with a hit.", measure => measure.HitRate);
        Observe(
            "recofilm.online.recommended_rating", "{star}", "Mean rating of recommended movies.",
            measure => measure.RecommendedRating);
        Observe(
            "recofilm.online.prequential_rmse", "{star}", "Error of ratings predicted before they were given.",
            measure => measure.PrequentialRmse);

        void Observe(string name, string unit, string description, Func<OnlineMeasure, Estimate?> value) =>
            meter.CreateObservableGauge(
                name, () => Measured(found => found.Online.Where(measure => value(measure) is not null).Select(measure =>
                    new Measurement<double>(value(measure)!.Value, new TagList
                    {
                        { "model_version", measure.ModelVersion }, { "strategy", measure.Strategy },
                    }))),
                unit, description);
    }

    internal void Found(long? pending, IReadOnlyList<OnlineMeasure> online, IReadOnlyList<DriftState> drifted) =>
        _findings = new Findings(_time.GetUtcNow(), pending, online, drifted);

    internal void RolledBack() => _rollbacks.Add(1);

    private IEnumerable<Measurement<T>> Measured<T>(Func<Findings, IEnumerable<Measurement<T>>> measure)
        where T : struct
    {
        var found = _findings;
        return _time.GetUtcNow() - found.At < _validity ? measure(found) : [];
    }

    private sealed record Findings(
        DateTimeOffset At, long? Pending, IReadOnlyList<OnlineMeasure> Online, IReadOnlyList<DriftState> Drifted);
}
