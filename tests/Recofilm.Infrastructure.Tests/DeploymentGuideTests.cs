using System.Globalization;
using System.Text.RegularExpressions;

namespace Recofilm.Infrastructure.Tests;

public sealed partial class DeploymentGuideTests
{
    private static readonly string _guide = Repository.Read("docs/deploy.md");

    [Fact]
    public void What_it_links_to_is_there() =>
        Assert.All(
            Link().Matches(_guide).Select(match => match.Groups["path"].Value)
                .Where(path => path.StartsWith("../", StringComparison.Ordinal)),
            path => Assert.True(Repository.Has(path[3..]), path));

    [Fact]
    public void The_scripts_and_files_it_tells_to_use_are_there() =>
        Assert.All(
            RepositoryPath().Matches(_guide).Select(match => match.Value), path => Assert.True(Repository.Has(path), path));

    [Fact]
    public void The_costs_add_up()
    {
        var rows = _guide.Split('\n').SkipWhile(line => !line.StartsWith("| | dev, idle", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|')).Select(Amounts).ToList();

        Assert.Equal(11, rows.Count);
        for (var column = 0; column < 3; column++)
            Assert.Equal(rows[^1][column], rows[..^1].Sum(row => row[column]));
    }

    private static decimal[] Amounts(string row) =>
        [.. row.Trim('|').Split('|').Skip(1).Select(cell => cell.Trim(' ', '*')).Select(cell =>
            cell == "–" ? 0 : decimal.Parse(cell, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"\]\((?<path>[^)#]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w./])(?:infra|tests)/[\w./-]*\w", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryPath();
}
