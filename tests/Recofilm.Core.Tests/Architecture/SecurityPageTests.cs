using System.Text.RegularExpressions;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Architecture;

/// <summary>The pages on security and reliability name tests that exist.</summary>
public sealed partial class SecurityPageTests
{
    [Theory, InlineData("security.md", 60), InlineData("reliability.md", 5)]
    public void Every_test_that_a_page_names_exists(string page, int atLeast)
    {
        var named = TestName().Matches(File.ReadAllText(Path.Combine(BuiltProgram.Solution, "docs", page)))
            .Select(match => match.Groups["name"].Value).Distinct().ToList();
        var folder = Path.Combine(BuiltProgram.Solution, "tests");
        var tests = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains(
                $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
            .ToHashSet();

        Assert.True(named.Count >= atLeast, $"{page} names {named.Count} tests.");
        Assert.Empty(named.Except(tests));
    }

    // Tests are sentences: a capital, and underscores between the words.
    [GeneratedRegex("`(?<name>[A-Z][a-z0-9]*(_[A-Za-z0-9]+)+)`", RegexOptions.CultureInvariant)]
    private static partial Regex TestName();

    [GeneratedRegex(
        @"^    public (static )?(async )?(Task|void|ValueTask) (?<name>\w+)\(",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TestMethod();
}
