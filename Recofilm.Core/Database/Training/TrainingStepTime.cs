using System.Text.Json;

namespace Recofilm.Core.Database.Training;

/// <summary>The time that a run spent in a step.</summary>
/// <param name="Step">The step, such as "train".</param>
/// <param name="StartedAt">The time at which the run entered the step, UTC.</param>
/// <param name="Duration">The duration; <see langword="null"/> while the run is in the step.</param>
public sealed record TrainingStepTime(string Step, DateTimeOffset StartedAt, TimeSpan? Duration)
{
    /// <summary>Reads the column <c>steps</c>: a step ends when the next one begins, the last one with the run.</summary>
    internal static IReadOnlyList<TrainingStepTime> Read(string json, DateTimeOffset? finishedAt)
    {
        using var document = JsonDocument.Parse(json);
        (string Step, DateTimeOffset StartedAt)[] entered = [.. document.RootElement.EnumerateArray()
            .Select(step => (step.GetProperty("step").GetString()!, step.GetProperty("started_at").GetDateTimeOffset()))];
        return [.. entered.Select((step, place) => new TrainingStepTime(
            step.Step, step.StartedAt,
            (place + 1 < entered.Length ? entered[place + 1].StartedAt : finishedAt) - step.StartedAt))];
    }
}
