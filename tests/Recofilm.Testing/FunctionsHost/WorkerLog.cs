namespace Recofilm.Testing.FunctionsHost;

/// <summary>A line that the worker logged through the host.</summary>
/// <param name="InvocationId">The invocation that logged it, or an empty text.</param>
/// <param name="Category">The logger's category.</param>
/// <param name="Level">The level's name, such as <c>Information</c>.</param>
/// <param name="Message">The message.</param>
/// <param name="Exception">The exception's text, or <see langword="null"/>.</param>
/// <param name="IsSystem">Whether the worker's own parts logged it, not the app.</param>
public sealed record WorkerLog(
    string InvocationId, string Category, string Level, string Message, string? Exception, bool IsSystem);
