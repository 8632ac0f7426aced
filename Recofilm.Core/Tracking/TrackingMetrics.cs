using System.Diagnostics.Metrics;

namespace Recofilm.Core.Tracking;

/// <summary>Counts the failures of tracking.</summary>
public sealed class TrackingMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Recofilm.Tracking";

    private readonly Counter<long> _failures;

    /// <summary>Creates the instruments.</summary>
    public TrackingMetrics(IMeterFactory meters)
    {
        _failures = meters.Create(MeterName).CreateCounter<long>(
            "recofilm.mlflow.failures", "{run}", "Training runs that MLflow did not record completely.");
        _failures.Add(0);
    }

    internal void Failed() => _failures.Add(1);
}
