using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Recofilm.Functions.Tests.Telemetry;

/// <summary>Receives what the program sends by OTLP over HTTP or to Azure Monitor, and keeps it as it came.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<(string Path, string Text)> _received = [];

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPost("/{**path}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await (request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body)
                .CopyToAsync(body);
            _received.Enqueue((request.Path, Encoding.Latin1.GetString(body.ToArray())));
            return Results.Ok();
        });
    }

    /// <summary>Where it listens.</summary>
    public string Address => _server.Urls.Single();

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._server.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Waits until texts have arrived at a path; names are sent as they are, in both formats.</summary>
    public Task UntilReceivedAsync(string path, params string[] texts) =>
        UntilReceivedAsync(path, texts, () => Task.CompletedTask);

    /// <summary>Does something again and again until a text has arrived at a path.</summary>
    public Task UntilReceivedAsync(string path, string text, Func<Task> cause) => UntilReceivedAsync(path, [text], cause);

    private async Task UntilReceivedAsync(string path, string[] texts, Func<Task> cause)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(30));
        string[] missing;
        do
        {
            await cause();
            var received = _received.Where(message => message.Path.EndsWith(path, StringComparison.Ordinal)).ToList();
            missing = [.. texts.Where(text => !received.Exists(message => message.Text.Contains(text, StringComparison.Ordinal)))];
            if (missing.Length > 0)
                await Task.Delay(50, timeout.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        while (missing.Length > 0 && !timeout.IsCancellationRequested);
        Assert.Empty(missing);
    }

    /// <summary>Whether a text is in anything that arrived.</summary>
    public bool Has(string text) => _received.Any(message => message.Text.Contains(text, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
