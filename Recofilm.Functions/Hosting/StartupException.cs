namespace Recofilm.Functions.Hosting;

/// <summary>The program cannot start as configured; the message says which setting is wrong and what it must be.</summary>
/// <param name="message">What is wrong, for the operator who reads the log.</param>
internal sealed class StartupException(string message) : Exception(message);
