using System.ComponentModel.DataAnnotations;

namespace Recofilm.Functions.Status;

/// <summary>The answer of GET /health/ready.</summary>
/// <param name="Status">"ready" or "not_ready".</param>
/// <param name="Model">Whether a model serves.</param>
/// <param name="Database">Whether the database answers.</param>
internal sealed record Readiness(
    [property: AllowedValues("ready", "not_ready")] string Status, ModelReadiness Model, DatabaseReadiness Database);

/// <summary>The state of the serving model.</summary>
/// <param name="Loaded">Whether a model serves.</param>
/// <param name="Version">The version of the model.</param>
/// <param name="TrainedAt">The time at which it was trained, UTC.</param>
internal sealed record ModelReadiness(bool Loaded, string? Version, DateTimeOffset? TrainedAt);

/// <summary>The state of the database.</summary>
/// <param name="Reachable">Whether the database answers.</param>
/// <param name="Milliseconds">The time that the check took.</param>
internal sealed record DatabaseReadiness(bool Reachable, double Milliseconds);
