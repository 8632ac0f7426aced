using CliWrap.Buffered;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.House;

/// <summary>The files that belong to the repository: tracked, or new and not ignored.</summary>
internal static class TrackedFiles
{
    private static readonly Lazy<Task<IReadOnlyList<string>>> _all = new(ListAsync);

    /// <summary>Paths from the root, with forward slashes.</summary>
    public static Task<IReadOnlyList<string>> AllAsync() => _all.Value;

    private static async Task<IReadOnlyList<string>> ListAsync()
    {
        var result = await CliWrap.Cli.Wrap("git")
            .WithArguments(["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .WithWorkingDirectory(BuiltProgram.Solution)
            .ExecuteBufferedAsync();
        return [.. result.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(Repository.Has)];
    }
}
