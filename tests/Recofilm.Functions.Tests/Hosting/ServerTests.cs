using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace Recofilm.Functions.Tests.Hosting;

/// <summary>A pipeline and its client behave alike on Kestrel and behind the Functions host.</summary>
public sealed class ServerTests
{
    private static readonly byte[] _everyByte = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task A_request_arrives_as_it_was_written(ServerKind server)
    {
        await using var pipeline = await StartAsync(server, context => context.Response.WriteAsync(string.Join('\n',
            context.Request.Method, context.Request.Path.Value, context.Request.QueryString.Value, context.Request.Protocol,
            context.Request.Scheme, context.Request.Headers["X-Many"].ToString().Replace(" ", "", StringComparison.Ordinal),
            context.Request.Headers.UserAgent.ToString(),
            context.Request.Headers.Accept.ToString())));

        var answer = await pipeline.SendAsync(new TestRequest("PATCH", "/a%20b%2Fc/%C3%A9%3F/~x?q=%20y&q=a%2Fb+c")
        {
            Headers =
            [
                ("X-Many", "one"), ("X-Many", "two, three"), ("User-Agent", "Mozilla/5.0 (X11; Linux) x/1"),
                ("Accept", "text/html,*/*;q=0.8"),
            ],
        });

        Assert.Equal(
            [
                "PATCH", "/a b%2Fc/é?/~x", "?q=%20y&q=a%2Fb+c", "HTTP/1.1", "http", "one,two,three",
                "Mozilla/5.0 (X11; Linux) x/1", "text/html,*/*;q=0.8",
            ],
            answer.Text.Split('\n'));
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task Headers_and_cookies_of_the_answer_arrive_one_by_one(ServerKind server)
    {
        await using var pipeline = await StartAsync(server, context =>
        {
            context.Response.StatusCode = StatusCodes.Status418ImATeapot;
            context.Response.Headers.Append("X-Many", "one");
            context.Response.Headers.Append("X-Many", "two");
            context.Response.Headers.ETag = "\"tag\"";
            context.Response.Cookies.Append("plain", "value");
            context.Response.Cookies.Append("special", "a b=c%;é", new CookieOptions
            {
                Path = "/app",
                Domain = "recofilm.example",
                HttpOnly = true,
                Secure = true,
                MaxAge = TimeSpan.FromMinutes(10),
                SameSite = SameSiteMode.Strict,
                Expires = new DateTimeOffset(2026, 11, 24, 3, 15, 0, TimeSpan.Zero),
            });
            return Task.CompletedTask;
        });

        var answer = await pipeline.SendAsync(new TestRequest("GET", "/"));

        Assert.Equal(418, answer.Status);
        Assert.Equal("one,two", answer.Headers["X-Many"]);
        Assert.Equal("\"tag\"", answer.Headers["ETag"]);
        Assert.Equal(
            [
                "plain=value; path=/",
                "special=a%20b%3Dc%25%3B%C3%A9; expires=Tue, 24 Nov 2026 03:15:00 GMT; max-age=600; domain=recofilm.example; "
                    + "path=/app; secure; samesite=strict; httponly",
            ],
            answer.Cookies);
        Assert.Empty(answer.Body);
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task A_binary_body_goes_both_ways_as_a_stream(ServerKind server)
    {
        await using var pipeline = await StartAsync(server, context => context.Request.Body.CopyToAsync(context.Response.Body));
        var answer = await pipeline.SendAsync(new TestRequest("POST", "/") { Body = _everyByte });
        Assert.Equal(_everyByte, answer.Body);
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task A_binary_body_goes_both_ways_as_a_pipe(ServerKind server)
    {
        await using var pipeline = await StartAsync(server, async context =>
        {
            var read = await context.Request.BodyReader.ReadAtLeastAsync(_everyByte.Length);
            foreach (var part in read.Buffer)
                context.Response.BodyWriter.Write(part.Span);
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        });
        var answer = await pipeline.SendAsync(new TestRequest("PUT", "/") { Body = _everyByte });
        Assert.Equal(_everyByte, answer.Body);
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task A_large_answer_arrives_whole(ServerKind server)
    {
        var large = new byte[3_000_000];
        new Random(1).NextBytes(large);
        await using var pipeline = await StartAsync(server, async context =>
        {
            for (var offset = 0; offset < large.Length; offset += 100_000)
                await context.Response.Body.WriteAsync(large.AsMemory(offset, 100_000));
        });
        var answer = await pipeline.SendAsync(new TestRequest("GET", "/"));
        Assert.Equal(large, answer.Body);
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task Part_of_a_file_is_sent(ServerKind server)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, _everyByte, TestContext.Current.CancellationToken);
            await using var pipeline = await StartAsync(
                server, context => context.Response.SendFileAsync(file, offset: 3, count: 200));
            Assert.Equal(_everyByte[3..203], (await pipeline.SendAsync(new TestRequest("GET", "/"))).Body);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task A_range_is_answered_206(ServerKind server)
    {
        await using var pipeline = await StartAsync(server, context =>
            Results.Bytes(_everyByte, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context));
        var answer = await pipeline.SendAsync(new TestRequest("GET", "/") { Headers = [("Range", "bytes=10-19")] });
        Assert.Equal(206, answer.Status);
        Assert.Equal("bytes 10-19/256", answer.Headers["Content-Range"]);
        Assert.Equal(_everyByte[10..20], answer.Body);
    }

    [Theory]
    [InlineData(ServerKind.Kestrel, "HEAD", 200, "256")]
    [InlineData(ServerKind.Functions, "HEAD", 200, "256")]
    [InlineData(ServerKind.Kestrel, "GET", 204, null)]
    [InlineData(ServerKind.Functions, "GET", 204, null)]
    [InlineData(ServerKind.Kestrel, "GET", 304, null)]
    [InlineData(ServerKind.Functions, "GET", 304, null)]
    [InlineData(ServerKind.Kestrel, "OPTIONS", 204, null)]
    [InlineData(ServerKind.Functions, "OPTIONS", 204, null)]
    public async Task Some_answers_have_no_body(ServerKind server, string method, int status, string? length)
    {
        await using var pipeline = await StartAsync(server, async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers["X-Kept"] = context.Request.Method;
            if (!HttpMethods.IsHead(context.Request.Method))
                return;
            context.Response.ContentLength = _everyByte.Length;
            await context.Response.Body.WriteAsync(_everyByte);
        });
        var answer = await pipeline.SendAsync(new TestRequest(method, "/"));
        Assert.Equal((status, method), (answer.Status, answer.Headers["X-Kept"]));
        Assert.Equal(length, answer.Headers.GetValueOrDefault("Content-Length"));
        Assert.Empty(answer.Body);
    }

    [Theory]
    [InlineData(ServerKind.Kestrel, 512 * 1024, 200)]
    [InlineData(ServerKind.Functions, 512 * 1024, 200)]
    [InlineData(ServerKind.Kestrel, (512 * 1024) + 1, 413)]
    [InlineData(ServerKind.Functions, (512 * 1024) + 1, 413)]
    public async Task A_body_beyond_the_limit_is_answered_413(ServerKind server, int length, int status)
    {
        await using var pipeline = await StartAsync(server, context => context.Request.Body.CopyToAsync(Stream.Null));
        Assert.Equal(status, (await pipeline.SendAsync(new TestRequest("POST", "/") { Body = new byte[length] })).Status);
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task An_endpoint_may_have_a_limit_of_its_own_until_the_body_is_read(ServerKind server)
    {
        await using var pipeline = await StartAsync(server, async context =>
        {
            var limit = context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
            limit.MaxRequestBodySize = 100_000;
            await context.Request.Body.CopyToAsync(Stream.Null);
            Assert.True(limit.IsReadOnly);
        });
        Assert.Equal(200, (await pipeline.SendAsync(new TestRequest("POST", "/") { Body = new byte[99_999] })).Status);
    }

    [Theory]
    [InlineData(ServerKind.Kestrel, 200)]
    [InlineData(ServerKind.Functions, 411)]
    public async Task A_body_in_chunks_is_refused_where_the_host_drops_it(ServerKind server, int status)
    {
        await using var pipeline = await StartAsync(server, context => context.Request.Body.CopyToAsync(Stream.Null));
        var answer = await pipeline.SendAsync(new TestRequest("POST", "/") { Body = _everyByte, IsChunked = true });
        Assert.Equal(status, answer.Status);
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task Whether_there_is_a_body_is_known_before_it_is_read(ServerKind server)
    {
        await using var pipeline = await StartAsync(server, context => context.Response.WriteAsync(
            context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody
                .ToString(CultureInfo.InvariantCulture)));
        Assert.Equal("False", (await pipeline.SendAsync(new TestRequest("POST", "/"))).Text);
        Assert.Equal("True", (await pipeline.SendAsync(new TestRequest("POST", "/") { Body = [1] })).Text);
    }

    [Theory]
    [InlineData(ServerKind.Kestrel, "127.0.0.1", "http")]
    [InlineData(ServerKind.Functions, "203.0.113.9", "http")]
    public async Task A_client_that_writes_forwarding_headers_gains_nothing(ServerKind server, string address, string scheme)
    {
        // The variable that makes ASP.NET Core believe everybody does not help either.
        await using var pipeline = await TestPipeline.StartAsync(server, Addressed, ("ForwardedHeaders_Enabled", "true"));
        var answer = await pipeline.SendAsync(new TestRequest("GET", "/")
        {
            Headers = [("X-Forwarded-For", "198.51.100.7"), ("X-Forwarded-For", "192.0.2.66"), ("X-Forwarded-Proto", "https")],
        });
        Assert.Equal($"{address} {scheme}", answer.Text);
    }

    [Fact]
    public async Task A_known_proxy_is_believed_and_whoever_writes_before_it_is_not()
    {
        await using var pipeline = await TestPipeline.StartAsync(
            ServerKind.Kestrel, Addressed,
            ("Recofilm:Http:KnownProxies:0", "127.0.0.0/8"), ("Recofilm:Http:KnownProxies:1", "10.0.0.7"));
        var answer = await pipeline.SendAsync(new TestRequest("GET", "/")
        {
            Headers = [("X-Forwarded-For", "198.51.100.7, 203.0.113.9, 10.0.0.7"), ("X-Forwarded-Proto", "http, https, https")],
        });
        Assert.Equal("203.0.113.9 https", answer.Text);
    }

    [Theory]
    [InlineData(ServerKind.Kestrel, "11111111111111111111111111111111")]
    [InlineData(ServerKind.Functions, TestPipeline.HostTrace)]
    public async Task A_request_belongs_to_the_trace_of_the_host_or_else_of_the_client(ServerKind server, string trace)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        await using var pipeline = await StartAsync(server, context =>
            context.Response.WriteAsync(Activity.Current!.TraceId.ToHexString()));
        var answer = await pipeline.SendAsync(new TestRequest("GET", "/")
        {
            Headers = [("traceparent", "00-11111111111111111111111111111111-2222222222222222-01")],
        });
        Assert.Equal(trace, answer.Text);
    }

    private static Task<TestPipeline> StartAsync(ServerKind server, RequestDelegate handle) =>
        TestPipeline.StartAsync(server, app => app.Run(handle));

    private static void Addressed(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Run(context => context.Response.WriteAsync(
            $"{context.Connection.RemoteIpAddress!.MapToIPv4()} {context.Request.Scheme}"));
    }
}
