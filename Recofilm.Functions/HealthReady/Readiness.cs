namespace Recofilm.Functions.HealthReady;

/// <summary>The answer of GET /health/ready.</summary>
/// <param name="Status">"ready" or "not ready".</param>
/// <param name="Model">Whether a model serves.</param>
/// <param name="Database">Whether the database answers.</param>
internal sealed record Readiness(string Status, ModelReadiness Model, DatabaseReadiness Database);

/// <summary>Whether a model serves.</summary>
/// <param name="Loaded">Whether it does.</param>
/// <param name="Version">Which.</param>
/// <param name="TrainedAt">When it was trained, UTC.</param>
internal sealed record ModelReadiness(bool Loaded, string? Version, DateTimeOffset? TrainedAt);

/// <summary>Whether the database answers.</summary>
/// <param name="Reachable">Whether it does.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record DatabaseReadiness(bool Reachable, double Milliseconds);
