namespace Recofilm.Core.Exports;

/// <summary>An export cannot be made, and will not be if it is tried again.</summary>
/// <param name="message">The reason, as a sentence.</param>
public sealed class ExportException(string message) : Exception(message);

/// <summary>Another run makes the same export.</summary>
/// <param name="name">The name of the output.</param>
public sealed class ExportRunningException(string name) : Exception($"Another run writes {name}.");
