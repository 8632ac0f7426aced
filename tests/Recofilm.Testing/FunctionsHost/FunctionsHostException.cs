namespace Recofilm.Testing.FunctionsHost;

/// <summary>The Functions host refuses to start the app, or the app ended.</summary>
public sealed class FunctionsHostException(string message) : Exception(message);
