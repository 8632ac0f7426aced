using System.Text.Json;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Learning;
using Recofilm.Core.Online;

namespace Recofilm.Functions.ListModels;

/// <summary>The answer of GET /models.</summary>
/// <param name="ServingVersion">The model that this instance serves, which follows the champion within seconds.</param>
/// <param name="Models">Every version in the registry, newest first.</param>
/// <param name="Challenger">The trial under way, if there is one.</param>
/// <param name="Rollbacks">The latest champions that went back to their predecessor by themselves, newest first.</param>
/// <param name="Drift">The measures of real use that are outside their bands; empty when all is steady.</param>
/// <param name="TrainingRuns">The latest training runs, newest first.</param>
internal sealed record ModelList(
    string? ServingVersion, IReadOnlyList<ModelEntry> Models, TrialEntry? Challenger, IReadOnlyList<RollbackEntry> Rollbacks,
    IReadOnlyList<DriftingMeasure> Drift, IReadOnlyList<TrainingRunEntry> TrainingRuns);

/// <summary>A version in the registry.</summary>
/// <param name="Version">Its name.</param>
/// <param name="State">"champion", "challenger", "previous", "available", "refused" or "incomplete".</param>
/// <param name="TrainedAt">When its training ended, UTC.</param>
/// <param name="Trigger">What started its training.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="Data">What it was trained on.</param>
/// <param name="Gate">Whether it may replace the champion by itself, and why.</param>
/// <param name="Online">How it did with users in the last two weeks, by strategy; empty when it served nobody.</param>
internal sealed record ModelEntry(
    string Version,
    string State,
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
            listing.Version.ToString(), JsonNamingPolicy.SnakeCaseLower.ConvertName(listing.State.ToString()),
            manifest?.CreatedAt, manifest?.Trigger, manifest?.Metrics, manifest?.Data, manifest?.Gate,
            [.. online[listing.Version.ToString()]]);
    }
}

/// <summary>A training run.</summary>
/// <param name="RunId">Its number.</param>
/// <param name="Trigger">What started it.</param>
/// <param name="Status">"running", "published", "unchanged", "refused" or "failed".</param>
/// <param name="Step">The last step it came to.</param>
/// <param name="StartedAt">When it started, UTC.</param>
/// <param name="FinishedAt">When it ended, UTC.</param>
/// <param name="ModelVersion">The version it made or found.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record TrainingRunEntry(
    long RunId,
    string Trigger,
    string Status,
    string? Step,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    string? ModelVersion,
    string? Error)
{
    /// <summary>Describes a recorded run.</summary>
    public static TrainingRunEntry Of(TrainingRun run) => new(
        run.RunId, run.Trigger, JsonNamingPolicy.SnakeCaseLower.ConvertName(run.Status.ToString()), run.Step,
        run.StartedAt, run.FinishedAt, run.ModelVersion, run.Error);
}
