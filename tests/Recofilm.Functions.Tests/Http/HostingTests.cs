using System.Text.Json;
using System.Text.RegularExpressions;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>How the program starts, listens, logs and limits, in processes of their own where settings differ.</summary>
[Collection(ApiCollection.Name)]
public sealed partial class HostingTests(Api api)
{
    [Fact]
    public async Task Nothing_is_written_to_stderr_and_every_line_of_stdout_is_json()
    {
        using var user = await api.SignInAsync();
        using var answer = await user.GetAsync("/recommendations?limit=0");
        Assert.Empty(api.Program.Errors);
        Assert.All(api.Program.Output, line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task A_request_is_one_log_line_with_user_route_model_and_trace()
    {
        using var user = await api.SignInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/movies/12/similar");
        var trace = Guid.NewGuid().ToString("N");
        request.Headers.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        await (await user.SendAsync(request)).OkAsync();

        var line = await api.Program.WaitForOutputAsync(text => text.Contains(trace, StringComparison.Ordinal));
        using var log = JsonDocument.Parse(line);
        var state = log.RootElement.GetProperty("State");
        Assert.Equal("GET", state.GetProperty("Method").GetString());
        Assert.Equal("/movies/{movie_id}/similar", state.GetProperty("Route").GetString());
        Assert.Equal(200, state.GetProperty("Status").GetInt32());
        Assert.Equal(user.UserId, state.GetProperty("UserId").GetInt32());
        Assert.InRange(state.GetProperty("DurationMs").GetDouble(), 0.01, 60_000);
        Assert.InRange(
            log.RootElement.GetProperty("Timestamp").GetDateTime(),
            DateTime.UnixEpoch, TimeProvider.System.GetUtcNow().UtcDateTime);
        Assert.Matches(@"^\d{8}T\d{6}Z-[0-9a-f]{8}$", state.GetProperty("ModelVersion").GetString());
        Assert.Equal(trace, state.GetProperty("TraceId").GetString());
        Assert.Single(api.Program.Output, text => text.Contains(trace, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_line_goes_to_the_file_that_is_configured_and_nothing_else_does()
    {
        var folder = TemporaryFolder.Create("request-log");
        try
        {
            await using var program = await StartAsync(
                "Recofilm__RequestLog__Path", Path.Combine(folder, "logs", "requests.json"));
            using var user = await api.SignInAsync();
            using var client = new ApiClient(program.Address, user.Token);
            await (await client.GetAsync("/ratings")).OkAsync();

            // The first request is that by which the start was noticed.
            string[] lines;
            do
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
                var file = Assert.Single(Directory.GetFiles(Path.Combine(folder, "logs")));
                Assert.Matches(@"requests\d{8}\.json$", file);
                lines = await ReadSharedAsync(file);
            }
            while (lines.Length < 2);
            using var log = JsonDocument.Parse(lines[^1]);
            Assert.Equal("/ratings", log.RootElement.GetProperty("Route").GetString());
            Assert.Equal(user.UserId, log.RootElement.GetProperty("UserId").GetInt32());
            Assert.Equal(200, log.RootElement.GetProperty("Status").GetInt32());
            Assert.All(lines, line => Assert.Contains("\"DurationMs\":", line, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/recommendations")]
    [InlineData("/nothing")]
    [InlineData("/favicon.svg")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        using var answer = await api.Anonymous.GetAsync(path);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.StartsWith(
            "default-src 'none';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Empty(answer.Headers.Server);
    }

    [Fact]
    public async Task Head_is_answered_as_get_without_a_body()
    {
        using var answer = await api.Anonymous.SendAsync("HEAD", "/health/live");
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_browser_gets_a_page_whose_parts_come_from_here()
    {
        using var answer = await PageAsync("/");
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("//", page, StringComparison.Ordinal);
        var parts = PartsOf().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains(parts, part => part.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains(parts, part => part.EndsWith(".css", StringComparison.Ordinal));
        foreach (var part in parts)
        {
            using var file = await api.Anonymous.GetAsync(part);
            Assert.Equal(200, (int)file.StatusCode);
        }
    }

    [Fact]
    public async Task Files_named_by_their_contents_are_kept_and_the_page_that_names_them_is_not()
    {
        using var page = await PageAsync("/app/for-you");
        Assert.Equal("no-cache", page.Headers.CacheControl?.ToString());
        var script = PartsOf().Matches(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Select(match => match.Groups[1].Value)
            .First(part => part.StartsWith("/assets/", StringComparison.Ordinal)
                && part.EndsWith(".js", StringComparison.Ordinal));
        Assert.Matches("^/assets/.+-[-_0-9A-Za-z]{8}\\.js$", script);
        using var request = new HttpRequestMessage(HttpMethod.Get, script);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var file = await api.Anonymous.SendAsync(request);
        Assert.Equal("public, max-age=31536000, immutable", file.Headers.CacheControl?.ToString());
        Assert.Equal("gzip", file.Content.Headers.ContentEncoding.Single());
    }

    private Task<HttpResponseMessage> PageAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        return api.Anonymous.SendAsync(request);
    }

    [GeneratedRegex("(?:src|href)=\"(/[^\"]*\\.[a-z]+)\"")]
    private static partial Regex PartsOf();

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    public async Task The_reference_is_a_screen_of_the_page_and_allows_scripts_no_more_than_it(string address)
    {
        using var page = await PageAsync("/");
        using var reference = await api.Anonymous.GetAsync(address);
        Assert.Equal(
            await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await reference.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            page.Headers.GetValues("Content-Security-Policy").Single(),
            reference.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task Pages_of_other_origins_may_not_call_unless_configured()
    {
        using var closed = await PreflightAsync(api.Program, "https://example.com");
        Assert.False(closed.Headers.Contains("Access-Control-Allow-Origin"));

        await using var configured = await StartAsync("Recofilm__Http__AllowedOrigins__0", "https://example.com");
        using var allowed = await PreflightAsync(configured, "https://example.com");
        Assert.Equal("https://example.com", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        using var other = await PreflightAsync(configured, "https://example.org");
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task An_address_that_tries_too_often_must_wait()
    {
        await using var program = await StartAsync("Recofilm__Http__LoginsPerMinute", "3");
        using var client = new ApiClient(program.Address);
        const string Login = """{"user_id": 1, "user_key": "x"}""";
        for (var left = 2; left >= 0; left--)
        {
            using var tried = await client.PostAsync("/login", Login);
            await tried.ProblemAsync(401, "invalid-credentials");
            Assert.Equal(("3", $"{left}", "60"), Limit(tried));
        }

        using var answer = await client.PostAsync("/login", Login);
        await answer.ProblemAsync(429, "too-many-requests");
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(("3", "0", $"{answer.Headers.RetryAfter.Delta.Value.TotalSeconds}"), Limit(answer));

        (string, string, string) Limit(HttpResponseMessage response) =>
            (Header(response, "RateLimit-Limit"), Header(response, "RateLimit-Remaining"), Header(response, "RateLimit-Reset"));

        string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
        await (await client.GetAsync("/health/live")).OkAsync();
    }

    [Fact]
    public async Task Registration_can_be_left_to_operators()
    {
        await using var program = await StartAsync("Recofilm__Authentication__OpenRegistration", "false");
        using var nobody = new ApiClient(program.Address);
        await (await nobody.PostAsync("/users")).ProblemAsync(401, "missing-token");
        using var user = await api.SignInAsync();
        using var sameUser = new ApiClient(program.Address, user.Token);
        await (await sameUser.PostAsync("/users")).ProblemAsync(403, "forbidden");
        using var operatorClient = await api.SignInAsync(Core.Database.Users.UserRole.Operator);
        using var sameOperator = new ApiClient(program.Address, operatorClient.Token);
        await (await sameOperator.PostAsync("/users")).OkAsync(201);
    }

    [Fact]
    public async Task Without_a_model_lists_are_answered_503_and_the_rest_works()
    {
        await using var program = await StartAsync("Recofilm__Storage__Container", "empty-container");
        using var user = await api.SignInAsync();
        using var client = new ApiClient(program.Address, user.Token);
        using var answer = await client.GetAsync("/recommendations");
        await answer.ProblemAsync(503, "model-not-loaded");
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal("Model Not Loaded", (await (await client.GetAsync("/")).OkAsync()).GetProperty("model_status").GetString());
        var ready = await (await client.GetAsync("/health/ready")).OkAsync(503);
        Assert.Equal("not_ready", ready.GetProperty("status").GetString());
        await (await client.GetAsync("/movies")).OkAsync();
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1")]
    [InlineData("Host=no-such-host.invalid")]
    [InlineData("Password=wrong")]
    [InlineData("Username=nobody")]
    [InlineData("Database=none")]
    public async Task Without_a_database_requests_are_answered_503_and_the_process_lives(string difference)
    {
        await using var program = await StartAsync(
            "ConnectionStrings__Recofilm", $"{api.Settings.Database};{difference};Timeout=2");
        using var user = await api.SignInAsync();
        using var client = new ApiClient(program.Address, user.Token);
        using var answer = await client.GetAsync("/ratings");
        await answer.ProblemAsync(503, "database-unavailable");
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        var ready = await (await client.GetAsync("/health/ready")).OkAsync(503);
        Assert.False(ready.GetProperty("database").GetProperty("reachable").GetBoolean());
        await (await client.GetAsync("/health/live")).OkAsync();
    }

    [Fact]
    public async Task Without_a_host_it_starts_its_timer_functions_by_the_schedules_of_the_settings()
    {
        await using var program = await StartAsync("Recofilm__Feedback__Schedule", "* * * * * *");
        await program.WaitForOutputAsync(line => line.Contains("nightly_training runs next at", StringComparison.Ordinal));
        await program.WaitForOutputAsync(line => line.Contains("FeedbackTrainingFunction", StringComparison.Ordinal)
            && !line.Contains("runs next at", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("feedback_training", "nightly_training")]
    [InlineData("nightly_training", "feedback_training")]
    public async Task A_timer_function_that_is_switched_off_does_not_run(string off, string on)
    {
        await using var program = await StartAsync($"AzureWebJobs__{off}__Disabled", "true");
        await program.WaitForOutputAsync(line => line.Contains($"{on} runs next at", StringComparison.Ordinal));
        Assert.DoesNotContain(program.Output, line => line.Contains($"{off} runs next at", StringComparison.Ordinal));
    }

    private Task<ProgramProcess> StartAsync(string name, string value) =>
        ProgramProcess.StartAsync(api.Settings.With(name, value));

    private static async Task<string[]> ReadSharedAsync(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<HttpResponseMessage> PreflightAsync(ProgramProcess program, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/recommendations");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        return await program.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
