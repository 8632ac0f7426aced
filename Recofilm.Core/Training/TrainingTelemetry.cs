using System.Diagnostics;
using System.Diagnostics.Metrics;
using Recofilm.Core.Configuration;

namespace Recofilm.Core.Training;

/// <summary>Traces training runs step by step, times the steps, and counts the messages that were given up.</summary>
public sealed class TrainingTelemetry
{
    /// <summary>The name of the meter and activity source to subscribe to.</summary>
    public const string Name = "Recofilm.Training";

    private static readonly ActivitySource _source = new(Name);

    private static readonly InstrumentAdvice<double> _long = new()
    {
        HistogramBucketBoundaries = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 1800, 3600, 7200],
    };

    private readonly TimeProvider _time;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _poisoned;

    /// <summary>Creates the instruments.</summary>
    public TrainingTelemetry(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(Name);
        _duration = meter.CreateHistogram(
            "recofilm.training.step.duration", "s", "Time that a step of a training took.", tags: null, _long);
        _poisoned = meter.CreateCounter<long>(
            "recofilm.training.poisoned", "{message}", "Messages of the training queue that were given up.");
        _poisoned.Add(0);
    }

    /// <summary>Counts a message that was given up.</summary>
    internal void Poisoned() => _poisoned.Add(1);

    /// <summary>Begins the trace of a run, which is current until it is disposed of.</summary>
    internal static Activity? BeginRun(TrainingTrigger trigger)
    {
        var run = _source.StartActivity("training run");
        run?.SetTag("recofilm.training.trigger", trigger.ToSnakeCase());
        return run;
    }

    /// <summary>Begins a step, whose trace is current until it ends.</summary>
    internal Step Begin(TrainingStep step) =>
        new(this, step.ToSnakeCase(), _source.StartActivity($"training {step.ToSnakeCase()}"), _time.GetTimestamp());

    /// <summary>A step under way.</summary>
    internal sealed class Step(TrainingTelemetry telemetry, string name, Activity? activity, long begun)
    {
        /// <summary>Ends the step.</summary>
        /// <param name="failure">The reason why the step failed, if it did.</param>
        public void End(string? failure = null)
        {
            telemetry._duration.Record(telemetry.Elapsed(begun), new TagList { { "step", name } });
            if (failure is not null)
                activity?.SetStatus(ActivityStatusCode.Error, failure);
            activity?.Stop();
        }
    }

    private double Elapsed(long begun) => _time.GetElapsedTime(begun).TotalSeconds;
}
