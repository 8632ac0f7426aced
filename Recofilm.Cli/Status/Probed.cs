namespace Recofilm.Cli.Status;

/// <summary>The state of a part of the platform, its problem, or both.</summary>
/// <param name="Found">The state; <see langword="null"/> when the part is down.</param>
/// <param name="Problem">The problem, in one line; <see langword="null"/> when there is none.</param>
internal sealed record Probed<T>(T? Found, string? Problem)
    where T : class
{
    /// <summary>Whether the part has no problem.</summary>
    public bool Up => Problem is null;
}
