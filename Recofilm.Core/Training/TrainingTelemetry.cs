using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Recofilm.Core.Training;

/// <summary>Traces training runs step by step, and times the steps.</summary>
/// <param name="meters">Where meters come from.</param>
/// <param name="time">The clock.</param>
public sealed class TrainingTelemetry(IMeterFactory meters, TimeProvider time)
{
    /// <summary>The name to subscribe to, for traces and metrics.</summary>
    public const string Name = "Recofilm.Training";

    private static readonly ActivitySource _source = new(Name);

    private static readonly InstrumentAdvice<double> _long = new()
    {
        HistogramBucketBoundaries = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 1800, 3600, 7200],
    };

    private readonly Histogram<double> _duration = meters.Create(Name).CreateHistogram(
        "recofilm.training.step.duration", "s", "Time that a step of a training took.", tags: null, _long);

    /// <summary>Begins the trace of a run, which is the current one until it is disposed of.</summary>
    internal static Activity? BeginRun(TrainingTrigger trigger)
    {
        var run = _source.StartActivity("training run");
        run?.SetTag("recofilm.training.trigger", NameOf(trigger));
        return run;
    }

    /// <summary>Begins a step, whose trace is the current one until it ends.</summary>
    internal Step Begin(TrainingStep step) =>
        new(this, NameOf(step), _source.StartActivity($"training {NameOf(step)}"), time.GetTimestamp());

    private static string NameOf<T>(T value)
        where T : Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>A step under way.</summary>
    internal sealed class Step(TrainingTelemetry telemetry, string name, Activity? activity, long begun)
    {
        /// <summary>Ends the step.</summary>
        /// <param name="failure">Why it failed, if it did.</param>
        public void End(string? failure = null)
        {
            telemetry._duration.Record(telemetry.Elapsed(begun), new TagList { { "step", name } });
            if (failure is not null)
                activity?.SetStatus(ActivityStatusCode.Error, failure);
            activity?.Stop();
        }
    }

    private double Elapsed(long begun) => time.GetElapsedTime(begun).TotalSeconds;
}
