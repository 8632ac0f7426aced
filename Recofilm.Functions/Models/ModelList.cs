using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Feedback;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;
using Recofilm.Core.Training;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.Models;

/// <summary>The answer of GET /models.</summary>
/// <param name="ServingVersion">The model that this instance serves, which follows the champion within seconds.</param>
/// <param name="Models">Every version in the registry, newest first.</param>
/// <param name="Challenger">The experiment under way, if there is one.</param>
/// <param name="Rollbacks">The latest automatic returns of a champion to its predecessor, newest first.</param>
/// <param name="Drift">The measures of real use that are outside their bands; empty when there are none.</param>
/// <param name="TrainingRuns">The latest training runs, newest first.</param>
/// <param name="Problems">Problems of the registry's pointers, each with its remedy; empty when there are none.</param>
internal sealed record ModelList(
    string? ServingVersion, IReadOnlyList<ModelEntry> Models, TrialEntry? Challenger, IReadOnlyList<RollbackEntry> Rollbacks,
    IReadOnlyList<DriftingMeasure> Drift, IReadOnlyList<TrainingRunEntry> TrainingRuns, IReadOnlyList<string> Problems);

/// <summary>A version in the registry.</summary>
/// <param name="Version">The name of the version.</param>
/// <param name="State">"champion", "challenger", "previous", "available", "refused" or "incomplete".</param>
/// <param name="TrainedAt">The time at which its training ended, UTC.</param>
/// <param name="Trigger">The trigger of its training.</param>
/// <param name="Metrics">The metrics of its evaluation.</param>
/// <param name="Data">A summary of its training data.</param>
/// <param name="Gate">The gate's decision on replacing the champion, with the reason.</param>
/// <param name="Online">Its measures with users in the last two weeks, by strategy; empty when it served nobody.</param>
internal sealed record ModelEntry(
    string Version,
    [property: NamesOf<ModelState>] string State,
    DateTimeOffset? TrainedAt,
    string? Trigger,
    IReadOnlyDictionary<string, double>? Metrics,
    TrainingDataSummary? Data,
    GateDecision? Gate,
    IReadOnlyList<OnlineMeasure> Online)
{
    /// <summary>Describes a version of the registry.</summary>
    public static ModelEntry Of(ModelListing listing, ILookup<string, OnlineMeasure> online)
    {
        var manifest = listing.Manifest;
        return new ModelEntry(
            listing.Version.ToString(), listing.State.ToSnakeCase(),
            manifest?.CreatedAt, manifest?.Trigger, manifest?.Metrics, manifest?.Data, manifest?.Gate,
            [.. online[listing.Version.ToString()]]);
    }
}

/// <summary>A training run.</summary>
/// <param name="RunId">The number of the run.</param>
/// <param name="Trigger">The trigger of the run; "overdue" when the timer did not fire.</param>
/// <param name="Kind">"full" or "partial".</param>
/// <param name="Status">"queued", "running", "published", "unchanged", "refused" or "failed".</param>
/// <param name="Step">The last step that it entered.</param>
/// <param name="QueuedAt">The time at which it was queued, UTC; null for a run that was not queued.</param>
/// <param name="StartedAt">The time at which it last began, UTC; null while it waits.</param>
/// <param name="FinishedAt">The time at which it ended, UTC; null before.</param>
/// <param name="ModelVersion">The version that it published, refused or found unchanged.</param>
/// <param name="Error">The reason of its failure.</param>
internal sealed record TrainingRunEntry(
    long RunId,
    string Trigger,
    [property: NamesOf<TrainingKind>] string Kind,
    [property: NamesOf<TrainingRunStatus>] string Status,
    string? Step,
    DateTimeOffset? QueuedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? ModelVersion,
    string? Error)
{
    /// <summary>Describes a recorded run.</summary>
    public static TrainingRunEntry Of(TrainingRun run) => new(
        run.RunId, run.Trigger, run.Kind, run.Status.ToSnakeCase(), run.Step,
        run.QueuedAt, run.StartedAt, run.FinishedAt, run.ModelVersion, run.Error);
}
