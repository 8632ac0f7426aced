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
        Assert.Empty(api.Handler.Errors);
        Assert.All(api.Handler.Output, line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task A_request_is_one_log_line_with_user_route_model_invocation_and_trace()
    {
        using var user = await api.SignInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/movies/12/similar");
        var invocation = Guid.NewGuid().ToString();
        request.Headers.Add("X-Azure-Functions-InvocationId", invocation);
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        await (await user.SendAsync(request)).OkAsync();

        var line = await api.Handler.WaitForOutputAsync(text => text.Contains(invocation, StringComparison.Ordinal));
        using var log = JsonDocument.Parse(line);
        var state = log.RootElement.GetProperty("State");
        Assert.Equal("GET", state.GetProperty("Method").GetString());
        Assert.Equal("/movies/{movie_id}/similar", state.GetProperty("Route").GetString());
        Assert.Equal(200, state.GetProperty("Status").GetInt32());
        Assert.Equal(user.UserId, state.GetProperty("UserId").GetInt32());
        Assert.InRange(state.GetProperty("DurationMs").GetDouble(), 0.01, 60_000);
        Assert.Equal(invocation, state.GetProperty("InvocationId").GetString());
        Assert.InRange(log.RootElement.GetProperty("Timestamp").GetDateTime(), DateTime.UnixEpoch, TimeProvider.System.GetUtcNow().UtcDateTime);
        Assert.Matches(@"^\d{8}T\d{6}Z-[0-9a-f]{8}$", state.GetProperty("ModelVersion").GetString());
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", state.GetProperty("TraceId").GetString());
        Assert.Single(api.Handler.Output, text => text.Contains(invocation, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_line_goes_to_the_file_that_is_configured_and_nothing_else_does()
    {
        var folder = TemporaryFolder.Create("request-log");
        try
        {
            await using var handler = await StartAsync("Recofilm__RequestLog__Path", Path.Combine(folder, "logs", "requests.json"));
            using var user = await api.SignInAsync();
            using var client = new ApiClient(handler.Address, user.Token);
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
        Assert.StartsWith("default-src 'none';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
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
            .Single(part => part.EndsWith(".js", StringComparison.Ordinal));
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

    [Fact]
    public async Task The_reference_page_needs_nothing_from_elsewhere()
    {
        using var answer = await api.Anonymous.GetAsync("/docs/");
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
        Assert.Equal(200, (int)(await api.Anonymous.GetAsync("/docs/scalar.js")).StatusCode);
    }

    [Fact]
    public async Task The_description_is_openapi_3_1_and_covers_every_endpoint()
    {
        var document = await (await api.Anonymous.GetAsync("/openapi.json")).OkAsync();
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (Path: path.Name, Method: method.Name, method.Value)))
            .ToList();
        Assert.Equal(33, operations.Count);
        Assert.Distinct(operations.Select(operation => operation.Value.GetProperty("operationId").GetString()));
        foreach (var (path, method, operation) in operations)
        {
            Assert.NotEqual("", operation.GetProperty("summary").GetString());
            Assert.NotEqual("", operation.GetProperty("description").GetString());
            var isOpen = path is "/" or "/login" or "/users" or "/sample_users" || path.StartsWith("/health", StringComparison.Ordinal);
            Assert.Equal(isOpen, !operation.TryGetProperty("security", out _));
            Assert.True(operation.GetProperty("responses").TryGetProperty("default", out _), $"{method} {path}");
            if (path.Contains("{movie_id}", StringComparison.Ordinal))
                Assert.Contains(operation.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("in").GetString() == "path");
        }
    }

    [Fact]
    public async Task Pages_of_other_origins_may_not_call_unless_configured()
    {
        using var closed = await PreflightAsync(api.Handler, "https://example.com");
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
        await using var handler = await StartAsync("Recofilm__Http__LoginsPerMinute", "3");
        using var client = new ApiClient(handler.Address);
        const string Login = """{"user_id": 1, "user_key": "x"}""";
        for (var attempt = 0; attempt < 3; attempt++)
            await (await client.PostAsync("/login", Login)).ProblemAsync(401, "invalid-credentials");
        using var answer = await client.PostAsync("/login", Login);
        await answer.ProblemAsync(429, "too-many-requests");
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        await (await client.GetAsync("/health/live")).OkAsync();
    }

    [Fact]
    public async Task Registration_can_be_left_to_operators()
    {
        await using var handler = await StartAsync("Recofilm__Authentication__OpenRegistration", "false");
        using var nobody = new ApiClient(handler.Address);
        await (await nobody.PostAsync("/users")).ProblemAsync(401, "missing-token");
        using var user = await api.SignInAsync();
        using var sameUser = new ApiClient(handler.Address, user.Token);
        await (await sameUser.PostAsync("/users")).ProblemAsync(403, "forbidden");
        using var operatorClient = await api.SignInAsync(Core.Database.Users.UserRole.Operator);
        using var sameOperator = new ApiClient(handler.Address, operatorClient.Token);
        await (await sameOperator.PostAsync("/users")).OkAsync(201);
    }

    [Fact]
    public async Task Without_a_model_lists_are_answered_503_and_the_rest_works()
    {
        await using var handler = await StartAsync("Recofilm__Storage__Container", "empty-container");
        using var user = await api.SignInAsync();
        using var client = new ApiClient(handler.Address, user.Token);
        using var answer = await client.GetAsync("/recommendations");
        await answer.ProblemAsync(503, "model-not-loaded");
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal("Model Not Loaded", (await (await client.GetAsync("/")).OkAsync()).GetProperty("model_status").GetString());
        Assert.Equal("not ready", (await (await client.GetAsync("/health/ready")).OkAsync(503)).GetProperty("status").GetString());
        await (await client.GetAsync("/movies")).OkAsync();
    }

    [Fact]
    public async Task Without_a_database_requests_are_answered_503_and_the_process_lives()
    {
        await using var handler = await StartAsync(
            "ConnectionStrings__Recofilm", "Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2");
        using var user = await api.SignInAsync();
        using var client = new ApiClient(handler.Address, user.Token);
        using var answer = await client.GetAsync("/ratings");
        await answer.ProblemAsync(503, "database-unavailable");
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        var ready = await (await client.GetAsync("/health/ready")).OkAsync(503);
        Assert.False(ready.GetProperty("database").GetProperty("reachable").GetBoolean());
        await (await client.GetAsync("/health/live")).OkAsync();
    }

    [Fact]
    public async Task Without_a_host_it_listens_where_told_and_runs_its_own_schedule()
    {
        await using var handler = await HandlerProcess.StartAsync(api.Settings with { AsCustomHandler = false });
        await handler.WaitForOutputAsync(line => line.Contains("nightly_training runs next at", StringComparison.Ordinal));
        using var answer = await TimerHost.InvokeAsync(handler, "nightly_training");
        await answer.ProblemAsync(404, "unknown-route");
    }

    [Fact]
    public async Task A_timer_function_that_fails_is_answered_500_in_the_hosts_form()
    {
        await using var handler = await StartAsync(
            "ConnectionStrings__Recofilm", "Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2");
        using var answer = await TimerHost.InvokeAsync(handler, "nightly_training");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var body = await answer.OkAsync(500);
        Assert.NotEmpty(body.GetProperty("Logs").EnumerateArray());
    }

    [Theory]
    [InlineData("Recofilm__Authentication__AllowLoginByUserIdAlone", "true", "AllowLoginByUserIdAlone lets anyone log in as anyone")]
    [InlineData("Recofilm__Authentication__Pepper", "c2hvcnQ=", "Recofilm:Authentication:Pepper must be at least 32 random bytes in base64.")]
    [InlineData("Recofilm__Authentication__Peper", "x", "Peper")]
    [InlineData("Recofilm__Http__MaxRequestBodyBytes", "lots", "Recofilm:Http:MaxRequestBodyBytes")]
    [InlineData("Recofilm__RequestLog__KeptFiles", "0", "Recofilm:RequestLog:KeptFiles must be from 1 to 10000, not 0.")]
    [InlineData("Recofilm__RequestLog__Path", "/dev/null/requests.json", "Recofilm:RequestLog:Path is \"/dev/null/requests.json\", whose folder cannot be made")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is \"collector:4317\": it must be an address such as http://localhost:4317.")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "x", "APPLICATIONINSIGHTS_CONNECTION_STRING is not a connection string of Application Insights: it names no InstrumentationKey.")]
    [InlineData("Recofilm__Telemetry__DatabaseProbeInterval", "00:00:00", "Recofilm:Telemetry:DatabaseProbeInterval must be 00:00:01 to 01:00:00; it is 00:00:00.")]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", "http", "it must be a port from 1 to 65535")]
    [InlineData("ConnectionStrings__Recofilm", null, "ConnectionStrings:Recofilm")]
    public async Task A_wrong_setting_stops_the_start_with_one_clear_line(string name, string? value, string message)
    {
        await using var handler = HandlerProcess.Launch(With(name, value));
        Assert.Equal(1, await handler.WaitForExitAsync());
        var line = Assert.Single(handler.Output, text => text.Contains("The program cannot start.", StringComparison.Ordinal));
        Assert.Contains(message, JsonDocument.Parse(line).RootElement.GetProperty("Message").GetString(), StringComparison.Ordinal);
        Assert.Empty(handler.Errors);
    }

    [Fact]
    public async Task Login_by_user_id_alone_works_in_development_when_it_is_set()
    {
        var settings = With("Recofilm__Authentication__AllowLoginByUserIdAlone", "true");
        settings = settings with
        {
            Variables = new Dictionary<string, string?>(settings.Variables) { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
        };
        await using var handler = await HandlerProcess.StartAsync(settings);
        using var client = new ApiClient(handler.Address);
        var login = await (await client.PostAsync("/login", """{"user_id": 1}""")).OkAsync();
        Assert.Equal("Bearer", login.GetProperty("token_type").GetString());
        Assert.Equal(600, login.GetProperty("expires_in").GetInt32());
        await (await client.PostAsync("/login", """{"user_id": 999999}""")).ProblemAsync(401, "invalid-credentials");
        await (await client.PostAsync("/login", """{"user_id": 1, "user_key": "x"}""")).ProblemAsync(401, "invalid-credentials");
    }

    private Task<HandlerProcess> StartAsync(string name, string value) => HandlerProcess.StartAsync(With(name, value));

    private HandlerSettings With(string name, string? value) =>
        api.Settings with { Variables = new Dictionary<string, string?> { [name] = value } };

    private static async Task<string[]> ReadSharedAsync(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<HttpResponseMessage> PreflightAsync(HandlerProcess handler, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/recommendations");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        return await handler.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
