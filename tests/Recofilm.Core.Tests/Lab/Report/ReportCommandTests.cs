using System.Text.RegularExpressions;
using System.Xml.Linq;
using Azure.Storage.Blobs;
using CliWrap.Buffered;
using Recofilm.Core.Tests.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Lab.Report;

/// <summary><c>recofilm report</c> as a process, on a real database and registry.</summary>
public sealed partial class ReportCommandTests(PostgresFixture postgres, AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string _folder = TemporaryFolder.Create("report");
    private TestDatabase _database = null!;
    private BlobContainerClient _container = null!;
    private string _storage = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _container = await azurite.CreateContainerAsync();
        _storage = await azurite.GetConnectionStringAsync();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return _database.DisposeAsync();
    }

    [Fact]
    public async Task A_card_tells_all_of_a_version_and_asks_for_nothing_else()
    {
        await TinyCatalog.LoadAsync(_database);
        await _database.ExecuteAsync("""UPDATE movies SET title = title || ' <script>alert("&")</script>'""");
        await using var instance = new TrainingInstance(_database, _storage, _container);
        var first = await instance.TrainAsync(cancellationToken: Cancellation);
        await _database.ExecuteAsync("UPDATE ratings SET rating = 5.5 - rating WHERE user_id = 1");
        var second = await instance.TrainAsync(cancellationToken: Cancellation);
        var manifest = await instance.Registry.ReadManifestAsync(second.Version!.Value, Cancellation);
        var path = Path.Combine(_folder, "card.html");

        var result = await RunAsync($"{second.Version}", "--output", path);

        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.Equal(path, result.StandardOutput.Trim());
        Assert.Contains("Model card: 100 % after", result.StandardError, StringComparison.Ordinal);
        var card = await File.ReadAllTextAsync(path, Cancellation);
        string[] expected =
        [
            $"<h1>Recofilm model {second.Version}</h1>", manifest.Data.Fingerprint, manifest.CodeVersion, $"{first.Version}",
            Escape(manifest.Gate.Reason), "svd_rmse", "svd.burn_in_sweeps", "Error of predicted ratings over versions",
            "Quality of hybrid lists over versions", "svd_residual over training steps", "Error by user activity",
            "Error by movie popularity", "Coverage: movies wanted and shown", "of the data it learned from",
            "key key-1\">in lists<", "A user with ", "By who likes it", manifest.EvaluationFiles[0].Sha256,
        ];
        Assert.All(expected, text => Assert.Contains(text, card, StringComparison.Ordinal));
        Assert.Contains("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;", card, StringComparison.Ordinal);
        Assert.Empty(Requests().Matches(card).Select(match => match.Value));
        RequireAccessible(card);
    }

    [Theory]
    [InlineData(
        "recofilm: there is no model 20200131T031500Z-1a2b3c4d; 'recofilm models list' shows those there are.",
        "20200131T031500Z-1a2b3c4d")]
    [InlineData("recofilm: 'latest' is not a model version, such as 20260131T031500Z-1a2b3c4d.", "latest")]
    [InlineData("recofilm: there is no champion yet: recofilm train.", "champion")]
    public async Task An_unknown_version_is_one_line_and_exit_code_1(string expected, string version)
    {
        var result = await RunAsync(version, "--output", Path.Combine(_folder, "card.html"));

        Assert.Equal((1, expected, ""), (result.ExitCode, result.StandardError.Trim(), result.StandardOutput));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    // Every figure is well-formed, has a title and a description of its own, and no name is used twice.
    private static void RequireAccessible(string card)
    {
        var figures = Figures().Matches(card).Select(match => XElement.Parse(match.Value)).ToArray();
        Assert.InRange(figures.Length, 8, 20);
        Assert.All(figures, figure =>
        {
            var (title, text) = (figure.Element("title")!, figure.Element("desc")!);
            Assert.Equal(
                $"{title.Attribute("id")!.Value} {text.Attribute("id")!.Value}", figure.Attribute("aria-labelledby")!.Value);
            Assert.NotEmpty(title.Value);
            Assert.NotEmpty(text.Value);
            Assert.DoesNotContain("rgb(", figure.ToString(), StringComparison.Ordinal);
        });
        var ids = figures.SelectMany(figure => figure.DescendantsAndSelf().Attributes("id")).Select(id => id.Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    private static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);

    private Task<BufferedCommandResult> RunAsync(params string[] arguments) => CommandProcess.RunAsync(
        [
            "report", .. arguments, "--database", _database.ConnectionString, "--storage", _storage,
            "--container", _container.Name, "--state", _folder,
        ],
        Cancellation);

    [GeneratedRegex("""https?:|//|<script|<link|<img|<iframe|\bsrc=|\bhref=|@import|url\((?!#)""", RegexOptions.IgnoreCase)]
    private static partial Regex Requests();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Figures();
}
