using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>
/// The cost of a request in work that no machine's load changes: round trips to the database, and bytes allocated. The program
/// counts both; what it does besides the requests is spread over enough of them not to matter.
/// </summary>
[Collection(ApiCollection.Name)]
public sealed class RequestCostTests(Api api)
{
    private const int Requests = 100;

    // Other work of the program only adds to a count, so the least of a few is nearest to the cost of requests.
    private const int Rounds = 3;
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(50);

    private const string UnknownMovies =
        """
        {"ratings": [{"movie_external_id": "x", "rating": 4}, {"movie_external_id": "y", "rating": 4},
                     {"movie_external_id": "z", "rating": 4}]}
        """;

    // Bytes are up to one and a half times what was measured when the bound was set (the test writes what it measures), for other
    // versions of the runtime and what the program does besides.
    private static readonly (string Path, string? Body, int Queries, int Bytes, int Status)[] _limits =
    [
        ("/health/live", null, 0, 10_300, 200),
        ("/ratings", null, 1, 32_200, 200),
        // One for the user, and one for all movies that the catalogue in memory does not know.
        ("/ratings", UnknownMovies, 2, 95_000, 404),
        ("/recommendations", null, 1, 36_100, 200),
        ("/hybrid", "{}", 1, 39_800, 200),
        ("/hybrid", """{"title": "Movie 12"}""", 1, 44_300, 200),
        ("/genre_recommendations", """{"genres": ["Comedy"]}""", 1, 40_300, 200),
        ("/movies/12/similar", null, 1, 36_500, 200),
        ("/login", """{"user_id": USER, "user_key": "KEY"}""", 1, 26_000, 200),
        // Known and unknown users cost the same, or time would tell them apart.
        ("/login", """{"user_id": USER, "user_key": "wrong"}""", 1, 34_000, 401),
        ("/login", """{"user_id": 2147483647, "user_key": "wrong"}""", 1, 34_000, 401),
    ];

    // Only trainings, exports and migrations use these.
    private static readonly string[] _foreign = ["Microsoft.ML", "dbup", "Newtonsoft.Json", "System.CodeDom", "Parquet"];

    [Fact]
    public async Task Every_request_costs_few_round_trips_and_bytes_and_loads_nothing_of_trainings()
    {
        await using var program = await ProgramProcess.StartAsync(api.Settings with
        {
            Variables = new Dictionary<string, string?>
            {
                // Nothing but the requests asks the database meanwhile.
                ["Recofilm__Telemetry__DatabaseProbeInterval"] = "01:00:00",
                ["Recofilm__ServedLists__FlushInterval"] = "00:00:10",
                ["Recofilm__Model__PollInterval"] = "01:00:00",
            },
        });
        using var user = await api.SignInAsync();
        await (await user.PutAsync("/ratings/12", """{"rating": 4.5}""")).OkAsync(201);
        using var client = new ApiClient(program.Address, user.Token);
        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/health/ready")).IsSuccessStatusCode,
            "the program is ready",
            TestContext.Current.CancellationToken);

        var measured = new List<string>();
        var exceeded = new List<string>();
        var after = (Queries: 0.0, Bytes: 0.0);
        foreach (var (path, body, queries, bytes, status) in _limits)
        {
            var json = body?.Replace("USER", $"{user.UserId}", StringComparison.Ordinal)
                .Replace("KEY", user.UserKey, StringComparison.Ordinal);
            await SendAsync(client, path, json, status, Requests / 4);
            var cost = (Queries: double.MaxValue, Bytes: double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                var before = await CostAsync(client, after.Bytes);
                await SendAsync(client, path, json, status, Requests);
                after = await CostAsync(client, before.Bytes);
                cost = (Math.Min(cost.Queries, (after.Queries - before.Queries) / Requests),
                    Math.Min(cost.Bytes, (after.Bytes - before.Bytes) / Requests));
            }

            measured.Add($"{path} {body}: {cost.Queries:F2} round trips, {cost.Bytes:F0} bytes");
            TestContext.Current.TestOutputHelper?.WriteLine(measured[^1]);
            if ((int)Math.Round(cost.Queries) != queries || cost.Bytes > bytes || cost.Bytes < 1)
                exceeded.Add(measured[^1]);
        }

        Assert.Contains("Npgsql.dll", program.MappedFiles);
        Assert.DoesNotContain(
            program.MappedFiles, file => Array.Exists(_foreign, name => file.StartsWith(name, StringComparison.Ordinal)));
        Assert.True(exceeded.Count == 0, string.Join('\n', ["Beyond their limits:", .. exceeded, "Of all:", .. measured]));
    }

    private static async Task SendAsync(ApiClient client, string path, string? json, int status, int count)
    {
        for (var request = 0; request < count; request++)
            await (json is null ? await client.GetAsync(path) : await client.PostAsync(path, json)).OkAsync(status);
    }

    // The program answers with the same figures again for a moment; those of after the requests have more bytes.
    private static async Task<(double Queries, double Bytes)> CostAsync(ApiClient client, double previousBytes)
    {
        while (true)
        {
            var metrics = await ExposedMetric.ReadAsync(client.Http, TestContext.Current.CancellationToken);
            var cost = (
                Queries: Sum("db_client_operation_duration_seconds_count"),
                Bytes: Sum("dotnet_gc_heap_total_allocated_bytes_total"));
            if (cost.Bytes > previousBytes)
                return cost;
            await Task.Delay(_interval, TestContext.Current.CancellationToken);

            double Sum(string name) => metrics.Where(metric => metric.Name == name).Sum(metric => metric.Value);
        }
    }
}
