using System.Collections.Immutable;
using System.Text.Json;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Training;

namespace Recofilm.Functions.TrainingRuns;

/// <summary>The answer of GET /models/runs.</summary>
/// <param name="Steps">The steps of a training in their order; one that finds nothing new ends early.</param>
/// <param name="Runs">The latest runs, newest first.</param>
internal sealed record TrainingRunPage(IReadOnlyList<string> Steps, IReadOnlyList<TrainingRunDetails> Runs)
{
    /// <summary>The names of all steps.</summary>
    public static ImmutableArray<string> AllSteps { get; } =
        [.. Enum.GetNames<TrainingStep>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
}

/// <summary>A training run.</summary>
/// <param name="RunId">Its number.</param>
/// <param name="Trigger">What started it.</param>
/// <param name="Status">"running", "published", "unchanged", "refused" or "failed".</param>
/// <param name="StartedAt">When it started, UTC.</param>
/// <param name="FinishedAt">When it ended, UTC; null while it runs.</param>
/// <param name="Steps">The steps it has entered, in their order.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="ModelVersion">The version it made or found.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record TrainingRunDetails(
    long RunId,
    string Trigger,
    string Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<StepTimes> Steps,
    IReadOnlyDictionary<string, double> Metrics,
    string? ModelVersion,
    string? Error)
{
    /// <summary>Describes a recorded run.</summary>
    public static TrainingRunDetails Of(TrainingRun run) => new(
        run.RunId, run.Trigger, JsonNamingPolicy.SnakeCaseLower.ConvertName(run.Status.ToString()), run.StartedAt, run.FinishedAt,
        [.. run.Steps.Select(step => new StepTimes(step.Step, step.StartedAt, step.StartedAt + step.Duration))],
        JsonSerializer.Deserialize<Dictionary<string, double>>(run.Metrics)!, run.ModelVersion, run.Error);
}

/// <summary>When a run was in a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="FinishedAt">When it ended, UTC; null while it goes on.</param>
internal sealed record StepTimes(string Step, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt);
