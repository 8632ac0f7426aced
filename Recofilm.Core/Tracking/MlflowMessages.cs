using System.Text.Json.Serialization;

namespace Recofilm.Core.Tracking;

/// <summary>A value at a step.</summary>
internal sealed record MlflowMetric(string Key, double Value, long Timestamp, long Step);

/// <summary>A parameter or a tag.</summary>
internal sealed record MlflowPair(string Key, string Value);

internal sealed record MlflowExperiment(string? ExperimentId);

internal sealed record ExperimentAnswer(MlflowExperiment Experiment);

internal sealed record CreateExperiment(string Name);

internal sealed record CreateRun(string ExperimentId, string RunName, long StartTime);

/// <summary>A run of the server.</summary>
internal sealed record MlflowRun(string RunId, string? ArtifactUri);

internal sealed record RunInfo(MlflowRun Info);

internal sealed record RunAnswer(RunInfo Run);

internal sealed record LogBatch(
    string RunId, IReadOnlyList<MlflowMetric> Metrics, IReadOnlyList<MlflowPair> Params, IReadOnlyList<MlflowPair> Tags);

internal sealed record UpdateRun(string RunId, string Status, long EndTime);

internal sealed record CreateRegisteredModel(string Name, string Description);

internal sealed record CreateModelVersion(
    string Name, string Source, string RunId, string Description, IReadOnlyList<MlflowPair> Tags);

internal sealed record MlflowModelVersion(string Version);

internal sealed record ModelVersionAnswer(MlflowModelVersion ModelVersion);

internal sealed record SetAlias(string Name, string Alias, string Version);

internal sealed record MlflowError(string? ErrorCode, string? Message);

internal sealed record NoContent;

/// <summary>Serializes messages in snake_case, with non-finite values as MLflow spells them, such as "NaN".</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(MlflowMetric))]
[JsonSerializable(typeof(MlflowPair))]
[JsonSerializable(typeof(ExperimentAnswer))]
[JsonSerializable(typeof(CreateExperiment))]
[JsonSerializable(typeof(MlflowExperiment))]
[JsonSerializable(typeof(CreateRun))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(LogBatch))]
[JsonSerializable(typeof(UpdateRun))]
[JsonSerializable(typeof(CreateRegisteredModel))]
[JsonSerializable(typeof(CreateModelVersion))]
[JsonSerializable(typeof(ModelVersionAnswer))]
[JsonSerializable(typeof(SetAlias))]
[JsonSerializable(typeof(MlflowError))]
[JsonSerializable(typeof(NoContent))]
internal sealed partial class MlflowJson : JsonSerializerContext;
