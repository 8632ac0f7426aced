namespace Recofilm.Testing.FunctionsHost;

/// <summary>The end of a worker that was told to end.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="WasKilled">Whether it was killed because it did not end within the host's grace period.</param>
public sealed record WorkerExit(int ExitCode, bool WasKilled);
