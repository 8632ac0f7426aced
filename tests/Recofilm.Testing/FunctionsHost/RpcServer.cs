using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>The host's gRPC side: HTTP/2 without TLS on loopback, messages of any size (AspNetCoreGrpcHostBuilder).</summary>
internal sealed class RpcServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private RpcServer(bool keepsLogs)
    {
        Channel = new WorkerChannel(WorkerId, keepsLogs);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(Channel);
        builder.Services.AddGrpc(options => (options.MaxReceiveMessageSize, options.MaxSendMessageSize) = (null, null));
        _web = builder.Build();
        _web.MapGrpcService<WorkerChannel>();
    }

    /// <summary>The identifier that the worker must use.</summary>
    public string WorkerId { get; } = $"{Guid.NewGuid()}";

    /// <summary>The stream to the worker.</summary>
    public WorkerChannel Channel { get; }

    /// <summary>The address at which it listens.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>Starts to listen.</summary>
    public static async Task<RpcServer> StartAsync(bool keepsLogs)
    {
        var server = new RpcServer(keepsLogs);
        await server._web.StartAsync();
        server.Endpoint = new Uri(server._web.Urls.Single());
        return server;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
