using System.Text.Json;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database.Training;

namespace Recofilm.Core.Tracking;

/// <summary>A training run that has ended, for a tracking server.</summary>
internal sealed record TrackedRun
{
    /// <summary>The run in <c>training_runs</c>.</summary>
    public required long RunId { get; init; }

    /// <summary>What started it, such as "timer".</summary>
    public required string Trigger { get; init; }

    /// <summary>How it ended: "published", "unchanged", "refused", "failed".</summary>
    public required string Status { get; init; }

    /// <summary>The outcome in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>The options of its models.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>The data's, once they were read.</summary>
    public string? DataFingerprint { get; init; }

    /// <summary>The steps it entered.</summary>
    public required IReadOnlyList<TrainingStepTime> Steps { get; init; }

    /// <summary>How its training went on, by measure.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double>> History { get; init; }

    /// <summary>The version that it published, that the gate refused, or that it found unchanged.</summary>
    public ModelManifest? Manifest { get; init; }

    /// <summary>Whether it made a version, rather than finding one.</summary>
    public bool HasTrained => Manifest is not null && Status != "unchanged";
}
