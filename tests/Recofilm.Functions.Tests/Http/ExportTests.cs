using System.Text.Json;
using Azure.Storage.Blobs;
using CliWrap.Buffered;
using Parquet;
using Recofilm.Core.Exports;
using Recofilm.Core.Serving;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>The lists of all users as files and blobs are those that the API answers.</summary>
[Collection(ApiCollection.Name)]
public sealed class ExportTests(Api api) : IDisposable
{
    private static readonly JsonSerializerOptions _snakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly string _folder = TemporaryFolder.Create("exports");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private BlobContainerClient Container => new(api.Settings.Storage, api.Settings.Container);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("hybrid", "")]
    [InlineData("collaborative", "&exclude_genre=Drama")]
    public async Task A_file_has_the_lists_of_the_api(string strategy, string filter)
    {
        var path = Path.Combine(_folder, "lists.ndjson");
        string[] filters = filter.Length == 0 ? [] : ["--exclude-genre", "Drama"];
        await CompletesAsync(["--strategy", strategy, "--limit", "7", "--out", path, .. filters]);

        var lists = ReadLines(await File.ReadAllLinesAsync(path, Cancellation));
        using var service = await api.ServiceAsync();
        foreach (var userId in (int[])[1, 2, 30, 60])
        {
            using var answer = strategy == "hybrid"
                ? await service.PostAsync($"/hybrid?user_id={userId}", """{"limit": 7}""")
                : await service.GetAsync($"/recommendations?user_id={userId}&limit=7{filter}");
            var list = await answer.OkAsync();
            Assert.Equal(list.MovieIds(), lists[userId].Select(row => row.MovieId));
            Assert.All(lists[userId], row => Assert.Equal(list.GetProperty("model_version").GetString(), row.Version));
        }

        Assert.Equal(await api.Database.ScalarAsync<long>("SELECT count(*) FROM users"), lists.Count);
        Assert.All(lists.Values, list => Assert.Equal(Enumerable.Range(1, list.Count), list.Select(row => row.Rank)));
    }

    [Fact]
    public async Task Lists_leave_out_what_users_dismissed_and_what_is_hidden_and_name_external_identifiers()
    {
        using var service = await api.ServiceAsync();
        await (await service.PutAsync("/users/900071", """{"external_id": "exported"}""")).OkAsync(201);
        var shown = (await (await service.PostAsync("/hybrid?user_id=900071", """{"limit": 3}""")).OkAsync()).MovieIds();
        await service.PutAsync($"/dismissals/{shown[0]}?user_id=900071");
        await api.Database.ExecuteAsync(
            $"UPDATE movies SET hidden = true WHERE movie_id = {shown[1]};"
                + $"UPDATE movies SET external_id = 'm-exported' WHERE movie_id = {shown[2]}");
        var users = Path.Combine(_folder, "users.txt");
        var path = Path.Combine(_folder, "lists.parquet");
        await File.WriteAllTextAsync(users, "external:exported\n\n2\n2\n", Cancellation);

        await CompletesAsync(["--users", users, "--limit", "100", "--out", path]);

        await api.Database.ExecuteAsync(
            $"UPDATE movies SET hidden = false, external_id = NULL WHERE movie_id IN ({string.Join(',', shown)})");
        await using var reader = await ParquetReader.CreateAsync(path, cancellationToken: Cancellation);
        using var group = reader.OpenRowGroupReader(0);
        var (userIds, movieIds) = (await ReadAsync<int>("user_id"), await ReadAsync<int>("movie_id"));
        var (userTexts, movieTexts) = (await ReadTextAsync("user_external_id"), await ReadTextAsync("movie_external_id"));
        Assert.Equal([2, 900071], userIds.Distinct());
        var rows = Enumerable.Range(0, userIds.Length).Where(row => userIds[row] == 900071).ToArray();
        Assert.DoesNotContain(rows, row => movieIds[row] == shown[0] || movieIds[row] == shown[1]);
        Assert.All(rows, row => Assert.Equal("exported", userTexts[row]));
        Assert.Equal("m-exported", Assert.Single(rows.Select(row => movieTexts[row]), text => !string.IsNullOrEmpty(text)));
        Assert.Equal(shown[2], movieIds[rows.Single(row => movieTexts[row] == "m-exported")]);
        Assert.All(await ReadTextAsync("strategy"), text => Assert.Contains(text, (string[])["hybrid", "popularity"]));

        async Task<T[]> ReadAsync<T>(string name)
            where T : struct
        {
            var values = new T[group.RowCount];
            await group.ReadAsync<T>(reader.Schema.FindDataField(name), values, cancellationToken: Cancellation);
            return values;
        }

        async Task<string?[]> ReadTextAsync(string name)
        {
            var values = new string?[group.RowCount];
            await group.ReadAsync(reader.Schema.FindDataField(name), values!, cancellationToken: Cancellation);
            return values;
        }
    }

    [Fact]
    public async Task An_unknown_user_of_a_file_is_reported_with_its_line()
    {
        var users = Path.Combine(_folder, "users.txt");
        await File.WriteAllTextAsync(users, "1\n\n999999999\nexternal:nobody\n", Cancellation);
        var path = Path.Combine(_folder, "lists.ndjson");

        var refused = await RunAsync(["--users", users, "--out", path]);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("users.txt, line 3: there is no user 999999999.", refused.StandardError, StringComparison.Ordinal);
        Assert.Contains("users.txt, line 4: there is no user \"nobody\".", refused.StandardError, StringComparison.Ordinal);
        Assert.False(File.Exists(path));

        await CompletesAsync(["--users", users, "--skip-unknown", "--out", path]);
        Assert.Equal([1], ReadLines(await File.ReadAllLinesAsync(path, Cancellation)).Keys);
    }

    [Theory]
    [InlineData("--strategy must be hybrid or collaborative; got 'best'.", "--strategy", "best")]
    [InlineData("--limit must be from 1 to 100; got 0.", "--limit", "0")]
    [InlineData("--country must be a code of two letters such as DE; got 'Germany'.", "--country", "Germany")]
    [InlineData("Unknown genre 'Nonsense'.", "--genre", "Nonsense")]
    [InlineData("nowhere.txt does not exist.", "--users", "nowhere.txt")]
    public async Task A_wrong_argument_is_one_line(string expected, params string[] arguments)
    {
        var refused = await RunAsync([.. arguments, "--out", Path.Combine(_folder, "lists.ndjson")]);

        Assert.Equal(1, refused.ExitCode);
        var line = Assert.Single(refused.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(expected, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_the_api_is_made_in_the_background_and_its_blob_equals_the_file()
    {
        using var service = await api.ServiceAsync();
        using var accepted = await service.PostAsync("/exports", """{"limit": 5, "format": "ndjson"}""");
        var queued = await accepted.OkAsync(202);
        Assert.Equal("queued", queued.GetProperty("status").GetString());
        var location = accepted.Headers.Location!.ToString();
        Assert.Equal($"/exports/{queued.GetProperty("export_id").GetString()}", location);

        var export = await EndedAsync(service, location);

        Assert.Equal("completed", export.GetProperty("status").GetString());
        Assert.Equal(export.GetProperty("total_users").GetInt64(), export.GetProperty("users").GetInt64());
        var blob = Container.GetBlobClient(export.GetProperty("blob").GetString());
        var lists = ReadLines(
            (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToString()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(export.GetProperty("rows").GetInt64(), lists.Values.Sum(list => list.Count));
        Assert.Equal(
            (await (await service.PostAsync("/hybrid?user_id=2", """{"limit": 5}""")).OkAsync()).MovieIds(),
            lists[2].Select(row => row.MovieId));
        Assert.False(await Container.GetBlobClient(blob.Name + ".partial").ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task An_export_that_cannot_be_made_has_failed_with_its_reason()
    {
        using var service = await api.ServiceAsync();
        using var refused = await service.PostAsync("/exports", """{"genres": ["Nonsense"]}""");
        Assert.Equal(400, (int)refused.StatusCode);
        var exportId = Guid.CreateVersion7();
        var request = JsonSerializer.Serialize(
            new ListExport { Filter = MovieFilter.All with { Genres = ["Gone"] } }, _snakeCase);
        await api.Database.ExecuteAsync(
            "INSERT INTO exports (export_id, status, request, blob, queued_at) VALUES "
                + $"('{exportId}', 'queued', '{request}', 'exports/{exportId}.ndjson', now())");
        var queue = new Azure.Storage.Queues.QueueClient(
            api.Settings.Storage, $"{api.Settings.Container}-training",
            new() { MessageEncoding = Azure.Storage.Queues.QueueMessageEncoding.Base64 });
        await queue.SendMessageAsync(new ExportMessage(exportId).ToJson(), Cancellation);

        var export = await EndedAsync(service, $"/exports/{exportId}");

        Assert.Equal("failed", export.GetProperty("status").GetString());
        Assert.StartsWith("Unknown genre 'Gone'.", export.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False(await Container.GetBlobClient($"exports/{exportId}.ndjson.partial").ExistsAsync(Cancellation));
    }

    private static async Task<JsonElement> EndedAsync(ApiClient client, string location)
    {
        JsonElement export = default;
        await Eventually.IsTrueAsync(
            async () =>
            {
                export = await (await client.GetAsync(location)).OkAsync();
                return export.GetProperty("finished_at").ValueKind != JsonValueKind.Null;
            },
            "the export ends", Cancellation);
        return export;
    }

    private async Task CompletesAsync(IEnumerable<string> arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    private Task<BufferedCommandResult> RunAsync(IEnumerable<string> arguments) => CommandProcess.RunAsync(
        [
            "recommend", .. arguments, "--database", api.Settings.Database, "--storage", api.Settings.Storage,
            "--container", api.Settings.Container, "--state", _folder,
        ],
        Cancellation);

    private static SortedDictionary<int, List<Row>> ReadLines(IEnumerable<string> lines)
    {
        var lists = new SortedDictionary<int, List<Row>>();
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            var userId = json.RootElement.GetProperty("user_id").GetInt32();
            if (!lists.TryGetValue(userId, out var list))
                lists[userId] = list = [];
            list.Add(new Row(
                json.RootElement.GetProperty("rank").GetInt32(), json.RootElement.GetProperty("movie_id").GetInt32(),
                json.RootElement.GetProperty("model_version").GetString()));
        }

        return lists;
    }

    private sealed record Row(int Rank, int MovieId, string? Version);
}
