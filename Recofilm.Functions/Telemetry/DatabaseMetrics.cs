using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Training;

namespace Recofilm.Functions.Telemetry;

/// <summary>
/// What the last look at the database showed: that it answers, and how trainings ended, whichever process ran them. While it
/// does not answer, the trainings stay as they were last seen: a count that falls would look like a restart.
/// </summary>
internal sealed class DatabaseMetrics
{
    private static readonly string[] _triggers =
        [.. Enum.GetNames<TrainingTrigger>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private static readonly string[] _statuses =
        [.. Enum.GetNames<TrainingRunStatus>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).Except(["running"])];

    private volatile Measurement<int>[] _up = [];
    private volatile Measurement<long>[] _runs = [];
    private volatile Measurement<double>[] _measured = [];

    /// <summary>Makes the instruments.</summary>
    public DatabaseMetrics(IMeterFactory meters)
    {
        var database = meters.Create("Recofilm.Database");
        database.CreateObservableGauge("recofilm.database.up", () => _up, "{1}", "1 when the database answered last, else 0.");
        var training = meters.Create(TrainingTelemetry.Name);
        training.CreateObservableCounter(
            "recofilm.training.runs", () => _runs, "{run}", "Training runs that ended, by trigger and status.");
        training.CreateObservableGauge(
            "recofilm.training.metric", () => _measured, "{1}", "What the last training that measured anything measured, by name.");
    }

    /// <summary>The database answered.</summary>
    /// <param name="trainings">What is known of trainings.</param>
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

    /// <summary>The database did not answer.</summary>
    public void Failed() => _up = [new(0)];
}
