using Recofilm.Testing;

namespace Recofilm.Browser.Tests;

/// <summary>The folder of pictures of the page, for people who look at a run of the tests.</summary>
internal static class Pictures
{
    /// <summary>The file of a picture.</summary>
    public static string PathOf(string name) => Path.Combine(
        BuiltProgram.Solution, "artifacts", "pictures",
        $"{string.Concat(name.Split(Path.GetInvalidFileNameChars())).Replace(' ', '-')}.png");
}
