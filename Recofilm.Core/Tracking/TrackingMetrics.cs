using System.Diagnostics.Metrics;

namespace Recofilm.Core.Tracking;

/// <summary>Counts what tracking did not achieve.</summary>
public sealed class TrackingMetrics
{
    /// <summary>The name to subscribe to.</summary>
    public const string MeterName = "Recofilm.Tracking";

    private readonly Counter<long> _failures;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Where meters come from.</param>
    public TrackingMetrics(IMeterFactory meters)
    {
        _failures = meters.Create(MeterName).CreateCounter<long>(
            "recofilm.mlflow.failures", "{run}", "Training runs that MLflow did not take, or not wholly.");
        _failures.Add(0);
    }

    internal void Failed() => _failures.Add(1);
}
