using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Recofilm.Infrastructure.Tests.House;

/// <summary>The habits that CONTRIBUTING.md promises, as far as files decide them.</summary>
public sealed partial class HouseTests
{
    private const int LineLimit = 130;

    private static readonly string[] _code =
        [".cs", ".ts", ".tsx", ".css", ".bicep", ".sh", ".sql", ".props", ".csproj", ".targets", ".yml", ".yaml"];

    [Fact]
    public async Task No_line_is_longer_than_the_limit()
    {
        var files = (await TrackedFiles.AllAsync()).Where(file => _code.Contains(Path.GetExtension(file)));
        var longLines = files.SelectMany(file => File.ReadLines(Repository.PathOf(file))
            .Select((line, index) => (Place: $"{file}:{index + 1}", Line: line))
            .Where(line => line.Line.Length > LineLimit && CanBeBroken(line.Line))
            .Select(line => $"{line.Place} has {line.Line.Length}"));

        Assert.Empty(longLines);
    }

    // The build checks the rest of C#'s layout (IDE0055).
    [Fact]
    public async Task No_line_ends_in_blanks_and_every_file_ends_in_one_line_feed_without_a_byte_order_mark()
    {
        var files = (await TrackedFiles.AllAsync()).Where(file => _code.Contains(Path.GetExtension(file)));

        // Read byte by byte, because a reader of text takes away a byte order mark.
        Assert.DoesNotContain(files, file => StrayBlank().IsMatch(
            Encoding.Latin1.GetString(File.ReadAllBytes(Repository.PathOf(file)))));
    }

    // A connection string has no place for a line break.
    private static bool CanBeBroken(string line) => line.Trim().Split(' ').Max(word => word.Length) < LineLimit;

    [Fact]
    public async Task No_comment_opens_with_an_inverted_clause()
    {
        // The database has run the older migrations, so their text stays.
        var files = (await TrackedFiles.AllAsync())
            .Where(file => _code.Contains(Path.GetExtension(file)) && !file.EndsWith(".sql", StringComparison.Ordinal));
        var inverted = files.SelectMany(file => File.ReadLines(Repository.PathOf(file))
            .Select((line, index) => (Place: $"{file}:{index + 1}", Line: line))
            .Where(line => InvertedOpening().IsMatch(line.Line))
            .Select(line => $"{line.Place}: {line.Line.Trim()}"));

        Assert.Empty(inverted);
    }

    [Fact]
    public async Task No_two_types_of_the_product_have_the_same_name()
    {
        var types = from file in await TrackedFiles.AllAsync()
                    where file.StartsWith("Recofilm.", StringComparison.Ordinal) && Path.GetExtension(file) == ".cs"
                    let text = Repository.Read(file)
                    let place = Namespace().Match(text).Groups["name"].Value
                    from Match type in TypeDeclaration().Matches(text)
                    select (Name: type.Groups["name"].Value, place);

        Assert.Empty(types.Distinct().GroupBy(type => type.Name).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void The_licence_is_the_same_wherever_it_is_named()
    {
        Assert.StartsWith("MIT License\n\nCopyright (c) ", Repository.Read("LICENSE"), StringComparison.Ordinal);
        Assert.Contains("Recofilm contributors", Repository.Read("LICENSE"), StringComparison.Ordinal);
        Assert.Contains("<PackageLicenseExpression>MIT<", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
        foreach (var file in (string[])["package.json", "web/package.json", "clients/recofilm-client/package.json"])
            Assert.Equal("MIT", JsonNode.Parse(Repository.Read(file)).Text("license"));
        foreach (var project in (string[])["", "web", "clients/recofilm-client"])
            Assert.Equal("MIT", JsonNode.Parse(Repository.Read("package-lock.json")).Text("packages", project, "license"));
        Assert.Equal("MIT", JsonNode.Parse(Repository.Read("clients/openapi.json")).Text("info", "license", "identifier"));
    }

    [Fact]
    public void Migration_numbers_rise_and_every_gap_is_explained()
    {
        const string Folder = "Recofilm.Core/Database/Migrations";
        var numbers = Repository.Files(Folder, "*.sql")
            .Select(file => int.Parse(Path.GetFileName(file)[..4], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var explained = UnusedNumber().Matches(Repository.Read($"{Folder}/README.md").Split("never used:")[1])
            .Select(match => int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(numbers.Distinct(), numbers);
        Assert.Equal(Enumerable.Range(1, numbers.Max()), numbers.Concat(explained).Order());
    }

    [Fact]
    public void Every_decision_is_listed_and_says_why_and_what_would_change_it()
    {
        const string Folder = "docs/decisions";
        var index = Repository.Read($"{Folder}/README.md");
        var records = Repository.Files(Folder, "0*.md").ToList();

        Assert.Equal(records.Select(Path.GetFileName), DecisionLink().Matches(index).Select(match => match.Groups["file"].Value));
        Assert.All(records, record =>
        {
            var text = Repository.Read(record);
            Assert.StartsWith($"# {Path.GetFileName(record)[..4]}: ", text, StringComparison.Ordinal);
            foreach (var part in (string[])["Decided", "Why", "Considered"])
                Assert.Matches($@"(\*\*|## ){part}", text);
        });
    }

    [Fact]
    public async Task Every_relative_link_of_a_page_leads_somewhere()
    {
        var pages = (await TrackedFiles.AllAsync()).Where(file => file.EndsWith(".md", StringComparison.Ordinal));
        var broken = from page in pages
                     from Match link in RelativeLink().Matches(Repository.Read(page))
                     let target = Path.Combine(Path.GetDirectoryName(page)!, link.Groups["path"].Value)
                     where !Repository.Has(target)
                     select $"{page}: {link.Groups["path"].Value}";

        Assert.Empty(broken);
    }

    [Fact]
    public void The_dev_container_and_the_image_have_the_sdk_of_global_json()
    {
        var container = JsonNode.Parse(
            Repository.Read(".devcontainer/devcontainer.json"),
            documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!;
        var sdk = JsonNode.Parse(Repository.Read("global.json")).Text("sdk", "version")!;
        var version = string.Join('.', sdk.Split('.')[..2]);

        Assert.Contains($"-{version}-", container.Text("image"), StringComparison.Ordinal);
        Assert.Contains($"dotnet/sdk:{version}", Repository.Read("Dockerfile"), StringComparison.Ordinal);
        Assert.NotEqual("root", container.Text("remoteUser"));
    }

    [GeneratedRegex(@"^\u00EF\u00BB\u00BF|[ \t\r]\n|\r|[^\n]\z|\n\n\z")]
    private static partial Regex StrayBlank();

    [GeneratedRegex(
        @"^\s*(///?|#|<!--)\s*(<summary>)?(What|Whatever|Who|Whoever|Where|Wherever|Of)\b", RegexOptions.CultureInvariant)]
    private static partial Regex InvertedOpening();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Namespace();

    // At the beginning of a line: a nested type may be called as it likes.
    [GeneratedRegex(
        @"^(public|internal)[\w ]* (class|record struct|record|struct|enum|interface) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"\b\d{4}\b", RegexOptions.CultureInvariant)]
    private static partial Regex UnusedNumber();

    [GeneratedRegex(@"\]\((?<file>0[^)]+\.md)\)", RegexOptions.CultureInvariant)]
    private static partial Regex DecisionLink();

    // Not addresses, places within the page, or what stands for one, as in "<owner>".
    [GeneratedRegex(@"\]\((?<path>(?!https?:|mailto:|#|<)[^)#\s]+)", RegexOptions.CultureInvariant)]
    private static partial Regex RelativeLink();
}
