namespace Recofilm.Cli.Status;

/// <summary>What was found out about a part of the platform, or why nothing was.</summary>
/// <param name="Found">What was found out; <see langword="null"/> when the part is down.</param>
/// <param name="Problem">What is wrong, in a line; <see langword="null"/> when nothing is.</param>
internal sealed record Probed<T>(T? Found, string? Problem)
    where T : class
{
    /// <summary>Whether nothing is wrong with the part.</summary>
    public bool Up => Problem is null;
}
