using System.Collections.Immutable;
using System.Text.Json;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Training;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.Training;

/// <summary>The answer of GET /models/runs.</summary>
/// <param name="Steps">The steps of a training in order; a run that finds nothing new ends early.</param>
/// <param name="Runs">The latest runs, newest first.</param>
internal sealed record TrainingRunPage(IReadOnlyList<string> Steps, IReadOnlyList<TrainingRunDetails> Runs)
{
    /// <summary>The names of all steps.</summary>
    public static ImmutableArray<string> AllSteps { get; } =
        [.. SnakeCase.NamesOf<TrainingStep>()];
}

/// <summary>A training run.</summary>
/// <param name="RunId">The number of the run.</param>
/// <param name="Trigger">The trigger of the run; "overdue" when the timer did not fire.</param>
/// <param name="Kind">"full" or "partial".</param>
/// <param name="Status">"queued", "running", "published", "unchanged", "refused" or "failed".</param>
/// <param name="QueuedAt">The time at which it was queued, UTC; null for a run that was not queued.</param>
/// <param name="StartedAt">The time at which it last began, UTC; null while it waits.</param>
/// <param name="FinishedAt">The time at which it ended, UTC; null while it waits or runs.</param>
/// <param name="Steps">The steps that it has entered, in order.</param>
/// <param name="Metrics">The metrics of its evaluation.</param>
/// <param name="ModelVersion">The version that it published, refused or found unchanged.</param>
/// <param name="Error">The reason of its failure.</param>
internal sealed record TrainingRunDetails(
    long RunId,
    string Trigger,
    [property: NamesOf<TrainingKind>] string Kind,
    [property: NamesOf<TrainingRunStatus>] string Status,
    DateTimeOffset? QueuedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<StepTimes> Steps,
    IReadOnlyDictionary<string, double> Metrics,
    string? ModelVersion,
    string? Error)
{
    /// <summary>Describes a recorded run.</summary>
    public static TrainingRunDetails Of(TrainingRun run) => new(
        run.RunId, run.Trigger, run.Kind, run.Status.ToSnakeCase(), run.QueuedAt,
        run.StartedAt, run.FinishedAt,
        [.. run.Steps.Select(step => new StepTimes(step.Step, step.StartedAt, step.StartedAt + step.Duration))],
        JsonSerializer.Deserialize<Dictionary<string, double>>(run.Metrics)!, run.ModelVersion, run.Error);
}

/// <summary>The time that a run spent in a step.</summary>
/// <param name="Step">The name of the step.</param>
/// <param name="StartedAt">The time at which it began, UTC.</param>
/// <param name="FinishedAt">The time at which it ended, UTC; null while it continues.</param>
internal sealed record StepTimes(
    [property: NamesOf<TrainingStep>] string Step, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt);
