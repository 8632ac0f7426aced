using System.Text.Json;

namespace Recofilm.Core.Database.Training;

/// <summary>How long a run was in a step.</summary>
/// <param name="Step">The step, such as "train".</param>
/// <param name="StartedAt">When it was entered, UTC.</param>
/// <param name="Duration">How long it took; <see langword="null"/> while the run is in it.</param>
public sealed record TrainingStepTime(string Step, DateTimeOffset StartedAt, TimeSpan? Duration)
{
    /// <summary>Reads the column: a step ends where the next one begins, the last one with the run.</summary>
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
