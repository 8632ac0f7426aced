using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Tests.Fuzzing.Requests;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.Functions.Tests.Http;

/// <summary>The same requests are answered alike by Kestrel and behind the Functions host.</summary>
[Collection(ApiCollection.Name)]
public sealed class ParityTests(Api api, BothAnswers answers) : IClassFixture<BothAnswers>
{
    public static TheoryData<int, string> Requests { get; } =
        new(ProbeRequests.All.Select((request, index) => (index, request.ToString())));

    [Theory, MemberData(nameof(Requests))]
    public void A_request_is_answered_alike(int index, string request)
    {
        Assert.Equal($"{ProbeRequests.All[index]}", request);
        Assert.Equal(answers.OfKestrel[index], answers.OfFunctions[index]);
    }

    [Fact]
    public async Task Every_operation_is_among_the_requests()
    {
        var document = await (await api.Anonymous.GetAsync("/openapi.json")).OkAsync();
        Assert.All(ApiOperation.In(document), operation =>
        {
            var path = new Regex($"^{Regex.Replace(Regex.Escape(operation.Path), @"\\{\w+}", "[^/?]+")}(\\?.*)?$");
            Assert.Contains(ProbeRequests.All, request => request.Method == operation.Method && path.IsMatch(request.Target));
        });
    }
}

/// <summary>
/// The answers of both servers to the probe's requests, as text without the parts that differ between any two requests. Both
/// programs share database and model; each is asked by users of its own.
/// </summary>
public sealed partial class BothAnswers(Api api) : IAsyncLifetime
{
    private const int LargeBody = 64 * 1024;

    // The transport's, and what depends on the requests before.
    private static readonly string[] _transport =
    [
        "Connection", "Content-Length", "Date", "Server", "Transfer-Encoding", "RateLimit-Remaining", "RateLimit-Reset",
    ];

    public IReadOnlyList<string> OfKestrel { get; private set; } = [];

    public IReadOnlyList<string> OfFunctions { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        OfKestrel = await AskAsync(api.Program.Address, movie: 9001, person: 8_000_000);
        await using var host = await TestFunctionsHost.StartAsync(
            new FunctionsHostSettings(await PublishedProgram.FolderAsync()) { Variables = api.Settings.HostVariables },
            TestContext.Current.CancellationToken);
        OfFunctions = await AskAsync(host.Address, movie: 9002, person: 7_000_000);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<IReadOnlyList<string>> AskAsync(Uri address, int movie, int person)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var user = await api.SignInAsync();
        using var administrator = await api.SignInAsync(UserRole.Operator);
        var own = new Dictionary<string, string>
        {
            ["{user}"] = $"{user.UserId}",
            ["{key}"] = user.UserKey,
            ["{movie}"] = $"{movie}",
            // Registered users get higher numbers than the first, so the second must be lower to be free.
            ["{person}"] = $"{person}",
            ["{version}"] = (await (await api.Anonymous.GetAsync("/")).OkAsync()).GetProperty("model_version").GetString()!,
            ["{script}"] = await ScriptAsync(),
            ["{large}"] = new string('x', 600_000),
            ["{lines}"] = string.Concat(Enumerable.Repeat("""{"user_id": 1, "movie_id": 2, "rating": 9}""" + "\n", 2_000)),
        };
        await WaitUntilReadyAsync(http, address);
        var answers = new List<string>();
        foreach (var request in ProbeRequests.All)
        {
            var token = request.Sender switch
            {
                Sender.User => user.Token,
                Sender.Operator => administrator.Token,
                _ => null,
            };
            using var message = Message(request, address, own, token);
            using var answer = await http.SendAsync(message, TestContext.Current.CancellationToken);
            answers.Add(await DescribeAsync(answer, own));
            if (request.Target.StartsWith("/ratings", StringComparison.Ordinal) && request.Method != "GET")
                await RateAtOnceAsync(user.UserId);
        }

        return answers;
    }

    // Lists depend on whether ratings are of the same second, and that on how busy the machine is.
    private Task RateAtOnceAsync(int userId) => api.Database.ExecuteAsync(
        $"UPDATE ratings SET created_at = now() WHERE user_id = {userId}");

    private static Task WaitUntilReadyAsync(HttpClient http, Uri address) => Eventually.IsTrueAsync(
        async () => (await http.GetAsync(new Uri(address, "/health/ready"), TestContext.Current.CancellationToken))
            .IsSuccessStatusCode,
        $"{address} is ready",
        TestContext.Current.CancellationToken);

    private async Task<string> ScriptAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await api.Anonymous.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return Script().Match(page).Groups[1].Value;
    }

    private static HttpRequestMessage Message(
        ProbeRequest request, Uri address, Dictionary<string, string> own, string? token)
    {
        var target = new Uri(
            address.GetLeftPart(UriPartial.Authority) + Fill(request.Target, own),
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(request.Method), target);
        if (request.Body is not null)
            message.Content = new StringContent(Fill(request.Body, own), Encoding.UTF8, "application/json");
        // A refusal closes the connection, and a client that still writes then may not see the answer.
        message.Headers.ExpectContinue = message.Content?.Headers.ContentLength > LargeBody;
        if (token is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var header in request.Headers)
        {
            var (name, value) = (header.Split(": ")[0], header.Split(": ", 2)[1]);
            if (name == "Content-Type")
                message.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else
                message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static string Fill(string text, Dictionary<string, string> own) =>
        own.Aggregate(text, (filled, pair) => filled.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    private static async Task<string> DescribeAsync(HttpResponseMessage answer, Dictionary<string, string> own)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        var isText = answer.Content.Headers.ContentEncoding.Count == 0
            && (type == "text/html" || type.EndsWith("json", StringComparison.Ordinal));
        var headers = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
            .Where(header => !_transport.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .Select(header =>
                $"{header.Key}: {string.Join(',', string.Join(',', header.Value).Split(',', StringSplitOptions.TrimEntries))}");
        var text = string.Join('\n', [
            $"{(int)answer.StatusCode}", .. headers, "",
            isText
                ? Encoding.UTF8.GetString(bytes)
                : $"{bytes.Length} bytes, SHA-256 {Convert.ToHexString(SHA256.HashData(bytes))}"]);
        text = Times().Replace(Volatile().Replace(text, "(new)"), "(time)");
        text = Regex.Replace(text, $@"(?<=[:/]){own["{user}"]}\b", "(user)");
        text = Regex.Replace(text, $@"\b{own["{movie}"]}\b", "(movie)");
        text = Regex.Replace(text, $@"\b{own["{person}"]}\b", "(person)");
        // Scores depend on the seconds since the last rating in their last digits.
        return Fractions().Replace(text, number =>
            Math.Round(double.Parse(number.Value, CultureInfo.InvariantCulture), 3).ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("src=\"/(assets/[^\"]*\\.js)\"")]
    private static partial Regex Script();

    // Identifiers, keys, tokens, nonces, traces; how long the database took; how many lists were recorded meanwhile.
    [GeneratedRegex(
        """[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|(?<="user_id":)\d+(?=,"user_key")|"""
            + """(?<="user_key":")[^"]+|eyJ[\w-]+\.[\w-]+\.[\w-]+|\b[0-9A-F]{32}\b|"""
            + """(?<="trace_id":")[^"]+|(?<="milliseconds":)[\d.]+|(?<="lists":\[\],"total":)\d+""")]
    private static partial Regex Volatile();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)")]
    private static partial Regex Times();

    [GeneratedRegex(@"-?\b\d+\.\d{4,}([eE]-?\d+)?")]
    private static partial Regex Fractions();
}
