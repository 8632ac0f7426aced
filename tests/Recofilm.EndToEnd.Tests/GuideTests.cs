using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Recofilm.Testing;

namespace Recofilm.EndToEnd.Tests;

/// <summary>docs/integrate.md takes a platform from an empty database to lists by its own identifiers.</summary>
public sealed class GuideTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    private const string WebhookSecret = "the-secret-of-the-guides-webhooks";

    private static readonly string[] _countries = ["DE", "FR", "US"];
    private static readonly string[] _languages = ["en"];
    private static readonly string[] _genres = ["Action", "Comedy", "Drama", "Horror", "Romance", "Sci-Fi"];

    private static readonly (int Users, int Movies, int RatingsEach) _size =
        Environment.GetEnvironmentVariable("RECOFILM_GUIDE") == "full" ? (50_000, 20_000, 100) : (300, 200, 40);

    [Fact]
    public async Task Every_command_of_the_guide_works_on_a_platforms_own_data()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var database = await postgres.CreateDatabaseAsync();
        var container = await azurite.CreateContainerAsync();
        var folder = TemporaryFolder.Create("guide");
        await using var receiver = await ReceiveWebhooksAsync(folder);
        var settings = new ProgramSettings(database.ConnectionString, await azurite.GetConnectionStringAsync(), container.Name)
            .With("Recofilm__Webhooks__Endpoints__0__Url", receiver.Urls.Single() + "/webhook")
            .With("Recofilm__Webhooks__Endpoints__0__Secret", WebhookSecret);
        await using var program = await ProgramProcess.StartAsync(settings);
        try
        {
            await WritePlatformAsync(folder);
            var started = Stopwatch.GetTimestamp();
            var output = await RunAsync(folder, settings, program.Address, cancellation);
            TestContext.Current.SendDiagnosticMessage($"The guide took {Stopwatch.GetElapsedTime(started)}.");

            var lists = output.Split('\n').Where(line => line.Contains("\"recommendations\"", StringComparison.Ordinal))
                .Select(line => JsonDocument.Parse(line).RootElement).ToArray();
            Assert.Equal(2, lists.Length);
            Assert.All(lists, list => Assert.Equal(UserId(1), list.GetProperty("user_external_id").GetString()));
            var listed = lists[0].GetProperty("recommendations").EnumerateArray().ToArray();
            Assert.Equal(20, listed.Length);
            foreach (var externalId in listed.Select(movie => movie.GetProperty("external_id").GetString()!))
                Assert.True(
                    IsShownInGermany(int.Parse(externalId[2..], System.Globalization.CultureInfo.InvariantCulture)), externalId);
            Assert.Equal(_size.Users, await database.ScalarAsync<long>("SELECT count(*) FROM users"));
            Assert.True(await database.ScalarAsync<bool>("SELECT hidden FROM movies WHERE external_id = 'm-17'"));
            Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM events WHERE kind = 'play'"));
            Assert.Contains("The delivery is genuine: ", output, StringComparison.Ordinal);
            var published = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "body"), cancellation));
            Assert.Equal("model.published", published.RootElement.GetProperty("kind").GetString());
            Assert.Contains(" serves 10 % of the users;", output, StringComparison.Ordinal);
            Assert.Contains(" serves everybody;", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(
        string folder, ProgramSettings settings, Uri address, CancellationToken cancellation)
    {
        var script = new StringBuilder("set -euo pipefail\n");
        script.AppendLine("curl() { command curl -w '\\n' \"$@\"; }");
        script.AppendLine($"recofilm() {{ dotnet '{Path.Combine(AppContext.BaseDirectory, "recofilm.dll")}' \"$@\"; }}");
        foreach (var block in Commands())
        {
            if (block.Contains(" signature)", StringComparison.Ordinal))
                script.AppendLine("for i in $(seq 600); do [ -s body ] && break; sleep 0.2; done");
            script.AppendLine(block).AppendLine("echo");
        }

        var result = await CliWrap.Cli.Wrap("bash")
            .WithArguments(["-c", script.ToString()])
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(variables => variables
                .Set("RECOFILM", address.ToString().TrimEnd('/'))
                .Set("ConnectionStrings__Recofilm", settings.Database)
                .Set("Recofilm__Storage__ConnectionString", settings.Storage)
                .Set("Recofilm__Storage__Container", settings.Container)
                .Set("Recofilm__Authentication__Pepper", ProgramSettings.Pepper)
                .Set("WEBHOOK_SECRET", WebhookSecret)
                .Set("Recofilm__Training__Quick", "true")
                .Set("Recofilm__Training__EvaluationRatings", "10000"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, cancellation);
        Assert.True(result.ExitCode == 0, $"{result.StandardOutput}\n{result.StandardError}");
        return result.StandardOutput;
    }

    private static IEnumerable<string> Commands()
    {
        var lines = File.ReadLines(Path.Combine(BuiltProgram.Solution, "docs", "integrate.md"));
        StringBuilder? block = null;
        foreach (var line in lines)
        {
            if (line == "```sh")
            {
                block = new StringBuilder();
            }
            else if (line == "```" && block is not null)
            {
                yield return block.ToString();
                block = null;
            }
            else
            {
                block?.AppendLine(line);
            }
        }
    }

    // The first delivery is kept in two files, as the guide reads it.
    private static async Task<WebApplication> ReceiveWebhooksAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = builder.Build();
        receiver.MapPost("/webhook", async (HttpRequest request) =>
        {
            using var body = new StreamReader(request.Body);
            var text = await body.ReadToEndAsync();
            if (!File.Exists(Path.Combine(folder, "body")))
            {
                await File.WriteAllTextAsync(Path.Combine(folder, "signature"), request.Headers["Recofilm-Signature"]);
                await File.WriteAllTextAsync(Path.Combine(folder, "body.part"), text);
                File.Move(Path.Combine(folder, "body.part"), Path.Combine(folder, "body"));
            }

            return Results.NoContent();
        });
        await receiver.StartAsync();
        return receiver;
    }

    private static string UserId(int user) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{user:d12}");

    private static bool IsShownInGermany(int movie) => movie % 4 != 1 && (movie % 5 == 0 || movie % 5 < 3) && movie % 7 * 3 <= 16;

    private static async Task WritePlatformAsync(string folder)
    {
        await using (var movies = new StreamWriter(Path.Combine(folder, "movies.ndjson")))
        {
            for (var movie = 1; movie <= _size.Movies; movie++)
            {
                // One in four has rights in two countries without Germany.
                var countries = movie % 4 == 1 ? _countries[1..] : _countries;
                await movies.WriteLineAsync(JsonSerializer.Serialize(new Dictionary<string, object>
                {
                    ["external_id"] = $"m-{movie}",
                    ["title"] = $"Title {movie}",
                    ["year"] = 1950 + (movie % 75),
                    ["genres"] = new[] { _genres[movie % 6], _genres[movie / 6 % 6] }.Distinct(),
                    ["maturity_age"] = movie % 7 * 3,
                    ["runtime"] = 80 + (movie % 60),
                    ["languages"] = _languages,
                    ["available_countries"] = countries,
                    ["available_until"] = movie % 5 > 2 ? "2020-01-01T00:00:00Z" : "2090-01-01T00:00:00Z",
                }));
            }
        }

        await File.WriteAllLinesAsync(
            Path.Combine(folder, "users.csv"), Enumerable.Range(1, _size.Users).Select(UserId).Prepend("customer"));
        await using var file = File.Create(Path.Combine(folder, "ratings.csv.gz"));
        await using var compressed = new GZipStream(file, CompressionLevel.Fastest);
        await using var ratings = new StreamWriter(compressed);
        await ratings.WriteLineAsync("user_external_id,movie_external_id,rating,rated_at");
        var random = new Random(7);
        for (var user = 1; user <= _size.Users; user++)
        {
            // Everybody prefers one genre: movies of one remainder.
            for (var rating = 0; rating < _size.RatingsEach; rating++)
            {
                var movie = 1 + random.Next(_size.Movies);
                var stars = movie % 6 == user % 6 ? 4 + (random.Next(3) * 0.5) : 0.5 + (random.Next(7) * 0.5);
                await ratings.WriteLineAsync(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{UserId(user)},m-{movie},{stars},{1_600_000_000 + (user * 1000) + (rating * 90_000)}"));
            }
        }
    }
}
