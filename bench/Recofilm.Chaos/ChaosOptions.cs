namespace Recofilm.Chaos;

/// <summary>The extent of a run.</summary>
/// <param name="Duration">The time during which clients act and faults happen.</param>
/// <param name="Seed">Draws the clients' requests and the faults. Their times differ from run to run.</param>
/// <param name="Clients">The number of clients that act at the same time.</param>
/// <param name="Pause">The time that a client waits after each answer.</param>
public sealed record ChaosOptions(TimeSpan Duration, int Seed, int Clients = 8, TimeSpan Pause = default);
