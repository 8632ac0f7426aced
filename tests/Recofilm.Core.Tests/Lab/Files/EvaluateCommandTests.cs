using System.Globalization;
using System.Text;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Lab.Files;

/// <summary><c>recofilm evaluate</c> as the process that a person or a script starts.</summary>
public sealed partial class EvaluateCommandTests : IDisposable
{
    private readonly string _folder = TemporaryFolder.Create("evaluate");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Json_has_the_documented_shape_and_nothing_else_is_on_standard_output()
    {
        var result = await RunAsync(
            "--ratings", WriteRatings(timestamps: true), "--json", "--models", "svd,collaborative,content,bias,popularity,ease");

        Assert.Equal(0, result.ExitCode);
        using var json = JsonDocument.Parse(result.StandardOutput);
        Assert.Equal(["rating", "ranking", "counts"], NamesOf(json.RootElement));
        Assert.Equal(["svd", "bias"], NamesOf(json.RootElement.GetProperty("rating")));
        Assert.Equal(["rmse", "mae", "fit_seconds"], NamesOf(json.RootElement.GetProperty("rating").GetProperty("svd")));
        var ranking = json.RootElement.GetProperty("ranking");
        Assert.Equal(["in_visit", "next_visit"], NamesOf(ranking));
        Assert.Equal(
            ["svd", "collaborative", "content", "bias", "popularity", "ease"], NamesOf(ranking.GetProperty("next_visit")));
        Assert.Equal(
            [
                "ndcg", "ndcg_se", "recall", "recall_100", "map", "hit_rate", "coverage", "novelty", "new_movies_ndcg",
                "new_movies_ndcg_se",
            ],
            NamesOf(ranking.GetProperty("in_visit").GetProperty("collaborative")));
        Assert.Equal(400, json.RootElement.GetProperty("counts").GetProperty("ratings").GetInt32());
        Assert.Equal(320, json.RootElement.GetProperty("counts").GetProperty("in_visit").GetProperty("train").GetInt32());
    }

    [Fact]
    public async Task Without_timestamps_ranking_is_skipped_with_a_notice()
    {
        var result = await RunAsync("--ratings", WriteRatings(timestamps: false), "--json", "--models", "bias,popularity");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("no timestamps", result.StandardError, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(result.StandardOutput);
        Assert.Empty(NamesOf(json.RootElement.GetProperty("ranking")));
    }

    [Fact]
    public async Task Tables_compare_models_with_the_baseline()
    {
        var result = await RunAsync(
            "--ratings", WriteRatings(timestamps: true), "--models", "popularity,random", "--baseline", "popularity");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("in_visit", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("− popularity (t)", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("80 test ratings", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cuts_in_time_and_the_published_protocol_are_judged_when_asked_for()
    {
        var ratings = WriteRatings(timestamps: true);
        var cuts = await RunAsync("--ratings", ratings, "--json", "--models", "recent_popularity", "--split", "next-visit,time");
        var published = await RunAsync(
            "--ratings", ratings, "--json", "--models", "popularity_7_days", "--split", "time:2d", "--protocol", "rectools");

        using var first = JsonDocument.Parse(cuts.StandardOutput);
        using var second = JsonDocument.Parse(published.StandardOutput);
        Assert.Equal(["next_visit", "time"], NamesOf(first.RootElement.GetProperty("ranking")));
        // The last four ratings of each user lie at the end, two days after the others: every cut finds the same visit.
        var time = first.RootElement.GetProperty("counts").GetProperty("time");
        Assert.Equal(TimeSplit.Cuts, time.GetProperty("cuts").GetInt32());
        Assert.Equal(TimeSplit.Cuts * 320, time.GetProperty("train").GetInt32());
        var users = time.GetProperty("users_evaluated").GetInt32();
        Assert.Equal(TimeSplit.Cuts * users, time.GetProperty("lists_evaluated").GetInt32());
        Assert.Equal(["last_2_days"], NamesOf(second.RootElement.GetProperty("ranking")));
        var counts = second.RootElement.GetProperty("counts").GetProperty("last_2_days");
        Assert.Equal((320, 20), (counts.GetProperty("train").GetInt32(), counts.GetProperty("users_evaluated").GetInt32()));
        Assert.Equal(counts.GetProperty("test").GetInt32(), counts.GetProperty("relevant").GetInt32());
    }

    [Fact]
    public async Task Lists_are_divided_into_classes_when_asked_for()
    {
        string[] arguments =
            ["--ratings", WriteRatings(timestamps: true), "--models", "popularity,random", "--split", "new-users", "--classes"];
        var tables = await RunAsync(arguments);
        var json = await RunAsync([.. arguments, "--json"]);

        Assert.Equal(0, tables.ExitCode);
        Assert.Contains("NDCG by class, new_users", tables.StandardOutput, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(json.StandardOutput);
        var classes = report.RootElement.GetProperty("classes").GetProperty("new_users");
        var users = report.RootElement.GetProperty("counts").GetProperty("new_users").GetProperty("users_evaluated").GetInt32();
        var byTime = classes.EnumerateArray()
            .Where(part => part.GetProperty("kind").GetString() == "time since the last rating").ToArray();
        Assert.Equal(users, byTime.Sum(part => part.GetProperty("lists").GetInt32()));
        Assert.All(byTime, part => Assert.Equal(["popularity", "random"], NamesOf(part.GetProperty("ndcg"))));
    }

    [Fact]
    public async Task A_given_split_is_judged_as_it_is()
    {
        var lines = await File.ReadAllLinesAsync(WriteRatings(timestamps: true), TestContext.Current.CancellationToken);
        var train = Write([lines[0], .. lines.Skip(1).Where((_, row) => row % 20 < 15)]);
        var test = Write([lines[0], .. lines.Skip(1).Where((_, row) => row % 20 >= 15)]);

        var result = await RunAsync("--train", train, "--test", test, "--json", "--models", "popularity");

        Assert.Equal(0, result.ExitCode);
        using var json = JsonDocument.Parse(result.StandardOutput);
        Assert.Equal(100, json.RootElement.GetProperty("counts").GetProperty("given").GetProperty("test").GetInt32());
        Assert.Equal(["popularity"], NamesOf(json.RootElement.GetProperty("ranking").GetProperty("given")));
    }

    [Fact]
    public async Task Without_times_tags_or_half_stars_every_model_has_figures_and_ranking_heads_lead_chance()
    {
        var lines = await File.ReadAllLinesAsync(
            WriteRatings(timestamps: false, tasteful: true), TestContext.Current.CancellationToken);
        var train = Write([lines[0], .. lines.Skip(1).Where((_, row) => row % 5 > 0)]);
        var test = Write([lines[0], .. lines.Skip(1).Where((_, row) => row % 5 == 0)]);
        var movies = Write(
        [
            "movieId,title,genres",
            .. Enumerable.Range(1, 31).Select(id => $"{id},Movie {id} (2000),{(id % 2 == 0 ? "Comedy" : "Drama")}"),
        ]);

        var result = await RunAsync("--train", train, "--test", test, "--movies", movies, "--json");

        Assert.Equal(0, result.ExitCode);
        using var json = JsonDocument.Parse(result.StandardOutput);
        Assert.Equal(31, json.RootElement.GetProperty("counts").GetProperty("movies").GetInt32());
        var given = json.RootElement.GetProperty("ranking").GetProperty("given");
        Assert.Equal(14, NamesOf(given).Count());
        double NdcgOf(string model) => given.GetProperty(model).GetProperty("ndcg").GetDouble();
        Assert.All(
            (string[])["collaborative", "content", "hybrid", "ease"],
            model => Assert.InRange(NdcgOf(model), 1.3 * NdcgOf("random"), 1));
        var rating = json.RootElement.GetProperty("rating");
        Assert.InRange(
            rating.GetProperty("svd").GetProperty("rmse").GetDouble(),
            0.1, rating.GetProperty("bias").GetProperty("rmse").GetDouble());
    }

    [Fact]
    public async Task An_option_that_is_set_is_what_a_model_is_trained_with()
    {
        var ratings = WriteRatings(timestamps: false);
        string[] settings = ["--set", "svd.samples=1", "--set", "svd.burn_in_sweeps=0"];

        var byDefault = await RunAsync("--ratings", ratings, "--json", "--models", "svd,bias");
        var set = await RunAsync(["--ratings", ratings, "--json", "--models", "svd,bias", .. settings]);

        using var first = JsonDocument.Parse(byDefault.StandardOutput);
        using var second = JsonDocument.Parse(set.StandardOutput);
        double RmseOf(JsonDocument json, string model) =>
            json.RootElement.GetProperty("rating").GetProperty(model).GetProperty("rmse").GetDouble();
        Assert.NotEqual(RmseOf(first, "svd"), RmseOf(second, "svd"));
        Assert.Equal(RmseOf(first, "bias"), RmseOf(second, "bias"));
    }

    [Fact]
    public async Task Folds_of_a_file_and_of_a_column_give_the_same_figures()
    {
        var ratings = WriteRatings(timestamps: false);
        var lines = await File.ReadAllLinesAsync(ratings, TestContext.Current.CancellationToken);
        var numbered = lines.Skip(1).Select((line, row) => (Line: line, Fold: row % 3)).ToArray();
        var folds = Write(
        [
            "userId,movieId,fold",
            .. numbered.Select(row => $"{string.Join(',', row.Line.Split(',')[..2])},{row.Fold}"),
        ]);
        var inOne = Write([$"{lines[0]},fold", .. numbered.Select(row => $"{row.Line},{row.Fold}")]);

        var byFile = await RunAsync("--ratings", ratings, "--folds", folds, "--json", "--models", "bias");
        var byColumn = await RunAsync("--ratings", inOne, "--json", "--models", "bias");

        using var first = JsonDocument.Parse(byFile.StandardOutput);
        using var second = JsonDocument.Parse(byColumn.StandardOutput);
        double RmseOf(JsonDocument json) =>
            json.RootElement.GetProperty("rating").GetProperty("bias").GetProperty("rmse").GetDouble();
        Assert.Equal(RmseOf(first), RmseOf(second));
        Assert.All(
            [first, second], json => Assert.Equal(3, json.RootElement.GetProperty("counts").GetProperty("folds").GetInt32()));
    }

    [Theory]
    [InlineData("recofilm: absent.csv does not exist.", "--ratings", "absent.csv")]
    [InlineData("recofilm: There is no folder or file 'absent'.", "--dataset", "absent")]
    [InlineData("recofilm: --train and --test belong together.", "--train", "absent.csv")]
    [InlineData("recofilm: Give one of --dataset, --ratings, or --train with --test.")]
    [InlineData("recofilm: --split must be in-visit, next-visit, time, new-users or time:<days>d; got time:0d.",
        "--dataset", "absent", "--split", "time,time:0d")]
    [InlineData("recofilm: --protocol rectools must go with --split time:<days>d; got time.",
        "--dataset", "absent", "--split", "time", "--protocol", "rectools")]
    [InlineData("recofilm: --protocol rectools must go with --split time:<days>d; got no --split.",
        "--dataset", "absent", "--protocol", "rectools")]
    [InlineData("recofilm: --protocol must be rectools; got other.", "--dataset", "absent", "--protocol", "other")]
    [InlineData("recofilm: --split and --protocol go with --dataset or --ratings, not with a given split.",
        "--train", "a", "--test", "b", "--split", "time")]
    [InlineData(
        "recofilm: --set must be <option>=<value> with one value; got 'svd.samples=2,3'.",
        "--dataset", "absent", "--set", "svd.samples=2,3")]
    [InlineData(
        "recofilm: svd.samples cannot be '0': Samples must be at least 1; got 0.",
        "--dataset", "absent", "--set", "svd.samples=0")]
    public async Task Bad_input_is_one_line_and_exit_code_1(string expected, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(expected, result.StandardError.Trim());
        Assert.Empty(result.StandardOutput);
    }

    [Fact]
    public async Task A_bad_line_is_named_by_file_and_line_and_an_unknown_model_by_its_name()
    {
        var path = Write(["userId,movieId,rating", "1,1,4", "1,x,4"]);
        var bad = await RunAsync("--ratings", path);
        var unknown = await RunAsync("--ratings", WriteRatings(timestamps: true), "--models", "oracle");

        Assert.Equal($"recofilm: {path}:3: movieId 'x' is not a whole number from 0 to 2147483647.", bad.StandardError.Trim());
        Assert.StartsWith("recofilm: --models must name models among svd, ", unknown.StandardError, StringComparison.Ordinal);
        Assert.EndsWith("; got 'oracle'.", unknown.StandardError.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal((1, 1), (bad.ExitCode, unknown.ExitCode));
    }

    [Fact]
    public async Task Of_a_single_rating_and_users_without_any_every_model_has_figures()
    {
        var train = Write(["userId,movieId,rating", "1,1,4"]);
        var test = Write(["userId,movieId,rating", "1,2,5", "2147483647,7,4", "3,2147483647,1"]);

        var result = await RunAsync("--train", train, "--test", test, "--json");

        Assert.Equal(0, result.ExitCode);
        using var json = JsonDocument.Parse(result.StandardOutput);
        var given = json.RootElement.GetProperty("ranking").GetProperty("given");
        Assert.Equal(14, NamesOf(given).Count());
        Assert.All(given.EnumerateObject(), model => Assert.InRange(model.Value.GetProperty("ndcg").GetDouble(), 0, 1));
    }

    // Twenty users with twenty ratings of thirty movies; the last four of each on another day. With tastes, odd users like odd
    // movies and rate mostly those.
    private string WriteRatings(bool timestamps, bool tasteful = false)
    {
        var random = new Random(11);
        var lines = new List<string> { timestamps ? "userId,movieId,rating,timestamp" : "userId,movieId,rating" };
        for (var user = 1; user <= 20; user++)
        {
            var movies = Enumerable.Range(1, 30).ToArray();
            random.Shuffle(movies);
            if (tasteful)
                movies = [.. movies.OrderBy(movie => (movie + user) % 2)];
            for (var i = 0; i < 20; i++)
            {
                var time = timestamps ? string.Create(CultureInfo.InvariantCulture, $",{(i < 16 ? i : i + 200_000)}") : "";
                var rating = tasteful && (movies[i] + user) % 2 == 0 ? random.Next(4, 6) : random.Next(1, tasteful ? 4 : 6);
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{user},{movies[i]},{rating}{time}"));
            }
        }

        return Write(lines);
    }

    private string Write(IReadOnlyCollection<string> lines)
    {
        var path = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.csv");
        File.WriteAllLines(path, lines);
        return path;
    }

    private static async Task<BufferedCommandResult> RunAsync(params string[] arguments) =>
        await CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "recofilm.dll"), "evaluate", .. arguments])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);

    private static IEnumerable<string> NamesOf(JsonElement element) =>
        element.EnumerateObject().Select(property => property.Name);
}
