using System.Text.Json;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Tracking;

/// <summary>An ended training run, for a tracking server.</summary>
internal sealed record TrackedRun
{
    /// <summary>The identifier of the run in <c>training_runs</c>.</summary>
    public required long RunId { get; init; }

    /// <summary>The cause of the run, such as "timer".</summary>
    public required string Trigger { get; init; }

    /// <summary>The outcome: "published", "unchanged", "refused", "failed".</summary>
    public required string Status { get; init; }

    /// <summary>The outcome in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>The start of the run.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The end of the run.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>The options of the models.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>The fingerprint of the data, once they were read.</summary>
    public string? DataFingerprint { get; init; }

    /// <summary>The steps that the run entered.</summary>
    public required IReadOnlyList<TrainingStepTime> Steps { get; init; }

    /// <summary>The progress of the training, as a series by measure.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double>> History { get; init; }

    /// <summary>The version that the run published, that the gate refused, or that the run found unchanged.</summary>
    public ModelManifest? Manifest { get; init; }

    /// <summary>Whether the run made a new version.</summary>
    public bool HasTrained => Manifest is not null && Status != "unchanged";
}
