using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Recofilm.Testing;

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
            await (request.Headers.ContentEncoding == "gzip"
                ? new GZipStream(request.Body, CompressionMode.Decompress)
                : request.Body).CopyToAsync(body);
            _received.Enqueue((request.Path, Encoding.Latin1.GetString(body.ToArray())));
            return Results.Ok();
        });
    }

    /// <summary>The address it listens on.</summary>
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
        foreach (var text in texts)
        {
            await Eventually.IsTrueAsync(
                async () =>
                {
                    await cause();
                    return _received.Any(message =>
                        message.Path.EndsWith(path, StringComparison.Ordinal)
                            && message.Text.Contains(text, StringComparison.Ordinal));
                },
                $"\"{text}\" has arrived at {path}",
                TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Whether a text is in anything that arrived.</summary>
    public bool Has(string text) => _received.Any(message => message.Text.Contains(text, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
