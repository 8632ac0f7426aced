using System.Diagnostics;
using System.Diagnostics.Metrics;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Training;

namespace Recofilm.Functions.Telemetry;

/// <summary>
/// Reports the latest check of the database: whether it answered, and how the trainings of all processes ended. While it does
/// not answer, the counts of trainings keep their last values, because a falling count would look like a restart.
/// </summary>
internal sealed class DatabaseMetrics
{
    private static readonly string[] _triggers =
        [.. SnakeCase.NamesOf<TrainingTrigger>()];

    private static readonly string[] _statuses =
        [.. SnakeCase.NamesOf<TrainingRunStatus>().Except(["queued", "running"])];

    private volatile Measurement<int>[] _up = [];
    private volatile Measurement<long>[] _runs = [];
    private volatile Measurement<double>[] _measured = [];

    /// <summary>Creates the instruments.</summary>
    public DatabaseMetrics(IMeterFactory meters)
    {
        var database = meters.Create("Recofilm.Database");
        database.CreateObservableGauge(
            "recofilm.database.up", () => _up, "{1}", "1 when the database answered the last check, else 0.");
        var training = meters.Create(TrainingTelemetry.Name);
        training.CreateObservableCounter(
            "recofilm.training.runs", () => _runs, "{run}", "Training runs that ended, by trigger and status.");
        training.CreateObservableGauge(
            "recofilm.training.metric", () => _measured, "{1}",
            "Metrics of the last training that measured any, by name.");
    }

    /// <summary>Records that the database answered.</summary>
    /// <param name="trainings">The trainings on record.</param>
    public void Answered(TrainingRunSummary trainings)
    {
        var counts = trainings.Runs.ToDictionary(run => (run.Trigger, run.Status), run => run.Count);
        foreach (var trigger in _triggers)
        {
            foreach (var status in _statuses)
                counts.TryAdd((trigger, status), 0);
        }

        _runs = [.. counts.Select(run => new Measurement<long>(
            run.Value, new TagList { { "trigger", run.Key.Trigger }, { "status", run.Key.Status } }))];
        _measured = [.. trainings.LatestMetrics.Select(metric => new Measurement<double>(
            metric.Value, new TagList { { "name", metric.Key } }))];
        _up = [new(1)];
    }

    /// <summary>Records that the database did not answer.</summary>
    public void Failed() => _up = [new(0)];
}
