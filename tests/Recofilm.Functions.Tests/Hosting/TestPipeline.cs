using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Recofilm.Functions.Hosting;
using SameSiteMode = Microsoft.Net.Http.Headers.SameSiteMode;

namespace Recofilm.Functions.Tests.Hosting;

/// <summary>The server of a pipeline.</summary>
public enum ServerKind
{
    /// <summary>Kestrel, on a port.</summary>
    Kestrel,

    /// <summary>The server behind the Functions host, without a host: requests are translated here as the host does.</summary>
    Functions,
}

/// <summary>A request as a client writes it.</summary>
internal sealed record TestRequest(string Method, string Target)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public byte[]? Body { get; init; }

    public bool IsChunked { get; init; }

    /// <summary>Cancelled when the client goes away.</summary>
    public CancellationToken ClientGone { get; init; }
}

/// <summary>An answer as the client gets it; the values of a repeated header are joined, those of Set-Cookie are not.</summary>
internal sealed record TestAnswer(
    int Status, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> Cookies, byte[] Body)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}

/// <summary>A pipeline of a test's own on one of the two servers.</summary>
internal sealed class TestPipeline : IAsyncDisposable
{
    /// <summary>The trace that the host's invocations belong to.</summary>
    public const string HostTrace = "0af7651916cd43dd8448eb211c80319c";

    /// <summary>The entry that the platform in front of the host appends to X-Forwarded-For.</summary>
    public const string PlatformsEntry = "203.0.113.9:50123";

    private const string ForwardedFor = "X-Forwarded-For";

    private readonly WebApplication _app;
    private readonly HttpClient? _client;

    private TestPipeline(WebApplication app)
    {
        _app = app;
        if (app.Services.GetRequiredService<IServer>() is not FunctionsServer)
        {
            _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
            {
                BaseAddress = new Uri(app.Urls.Single()),
            };
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="server">What serves it.</param>
    /// <param name="build">Adds middleware and endpoints.</param>
    /// <param name="settings">Configuration.</param>
    public static async Task<TestPipeline> StartAsync(
        ServerKind server, Action<WebApplication> build, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
        builder.Services.AddRecofilmHttp(builder.Configuration);
        if (server == ServerKind.Functions)
            builder.Services.AddSingleton<IServer>(services => Create(services.GetRequiredService<IOptions<HttpOptions>>()));
        var app = builder.Build();
        build(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestPipeline(app);
    }

    /// <summary>A server that nothing has started.</summary>
    public static FunctionsServer Create(IOptions<HttpOptions>? options = null) =>
        new(options ?? Options.Create(new HttpOptions()), NullLogger<FunctionsServer>.Instance);

    /// <summary>An invocation as the host makes it of a request.</summary>
    public static TestInvocation Invocation(TestRequest request, IServiceProvider services)
    {
        // The host knows the path unescaped and escapes it again.
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        var path = PathString.FromUriComponent(query < 0 ? request.Target : request.Target[..query]).ToUriComponent();
        var forwarded = request.Headers.Where(header => Is(header, ForwardedFor)).Select(header => header.Value);
        var headers = request.Headers.Where(header => !Is(header, ForwardedFor))
            .Append(("Host", "recofilm.example"))
            .Append((ForwardedFor, string.Join(", ", forwarded.Append(PlatformsEntry))));
        if (request.Body is { } bytes)
        {
            headers = headers.Append(
                request.IsChunked ? ("Transfer-Encoding", "chunked") : ("Content-Length", $"{bytes.Length}"));
        }

        var joined = headers.GroupBy(header => header.Item1.ToLowerInvariant(), header => header.Item2)
            .Select(header => KeyValuePair.Create(header.Key, string.Join(",", header)));
        return new TestInvocation(
            new TestFunctionContext(services, $"00-{HostTrace}-b7ad6b7169203331-01", request.ClientGone), request.Method,
            $"http://recofilm.example{path}{(query < 0 ? "" : request.Target[query..])}", joined,
            () => request.IsChunked || request.Body is null ? Stream.Null : new MemoryStream(request.Body, writable: false));

        static bool Is((string Name, string Value) header, string name) =>
            header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Sends a request.</summary>
    /// <exception cref="Exception">There is no answer: the connection broke, or the invocation failed.</exception>
    public Task<TestAnswer> SendAsync(TestRequest request) =>
        _client is null ? InvokeAsync(request) : SendAsync(_client, request);

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<TestAnswer> InvokeAsync(TestRequest request)
    {
        var server = (FunctionsServer)_app.Services.GetRequiredService<IServer>();
        await using var scope = _app.Services.CreateAsyncScope();
        return await ReadAsync(await server.RunAsync(Invocation(request, scope.ServiceProvider)));
    }

    /// <summary>The answer that the host makes of what the worker returned.</summary>
    public static async Task<TestAnswer> ReadAsync(HttpResponseData data)
    {
        using var body = new MemoryStream();
        data.Body.Position = 0;
        await data.Body.CopyToAsync(body);
        return new TestAnswer(
            (int)data.StatusCode,
            data.Headers.ToDictionary(
                header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase),
            [.. ((TestCookies)data.Cookies).All.Select(Format)],
            body.ToArray());
    }

    // As ASP.NET Core's Response.Cookies.Append, which the host uses.
    private static string Format(IHttpCookie cookie) => new SetCookieHeaderValue(cookie.Name, Uri.EscapeDataString(cookie.Value))
    {
        Domain = cookie.Domain,
        Path = cookie.Path,
        Expires = cookie.Expires,
        MaxAge = cookie.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Secure = cookie.Secure ?? false,
        HttpOnly = cookie.HttpOnly ?? false,
        SameSite = cookie.SameSite switch
        {
            SameSite.Lax => SameSiteMode.Lax,
            SameSite.Strict => SameSiteMode.Strict,
            SameSite.ExplicitNone => SameSiteMode.None,
            _ => SameSiteMode.Unspecified,
        },
    }.ToString();

    private static async Task<TestAnswer> SendAsync(HttpClient client, TestRequest request)
    {
        var verbatim = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var message = new HttpRequestMessage(
            new HttpMethod(request.Method),
            new Uri(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + request.Target, verbatim));
        if (request.Body is not null)
            message.Content = new ByteArrayContent(request.Body);
        message.Headers.TransferEncodingChunked = request.IsChunked ? true : null;
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(message, request.ClientGone);
        var body = await answer.Content.ReadAsByteArrayAsync(request.ClientGone);
        var headers = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        headers.Remove("Set-Cookie");
        return new TestAnswer(
            (int)answer.StatusCode, headers,
            [.. answer.Headers.NonValidated.TryGetValues("Set-Cookie", out var cookies) ? cookies : []], body);
    }
}
