namespace Recofilm.Functions.Hosting;

/// <summary>The program cannot start as configured; the message names the setting and its constraint.</summary>
/// <param name="message">The problem, for the operator who reads the log.</param>
internal sealed class StartupException(string message) : Exception(message);
