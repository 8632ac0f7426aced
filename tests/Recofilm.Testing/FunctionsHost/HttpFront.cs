using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>
/// The host's HTTP side (WebJobsApplicationBuilderExtension and its middleware): finds the function for a request, lets the
/// worker run it, and sends its answer.
/// </summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private const long LargestBody = 104_857_600;
    private const string ForwardedFor = "X-Forwarded-For";

    private readonly WebApplication _web;
    private readonly FunctionRoutes _routes;
    private readonly TestFunctionsHost _host;

    private HttpFront(TestFunctionsHost host, FunctionRoutes routes, int port)
    {
        (_host, _routes) = (host, routes);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddLogging();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, port);
            options.Limits.MaxRequestBodySize = LargestBody;
        });
        _web = builder.Build();
        _web.Run(HandleAsync);
    }

    /// <summary>The address at which it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts to listen.</summary>
    /// <param name="host">Runs the functions.</param>
    /// <param name="routes">Finds the functions.</param>
    /// <param name="port">A free port.</param>
    public static async Task<HttpFront> StartAsync(TestFunctionsHost host, FunctionRoutes routes, int port)
    {
        var front = new HttpFront(host, routes, port) { Address = new Uri($"http://127.0.0.1:{port}/") };
        await front._web.StartAsync();
        return front;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _web.DisposeAsync();

    /// <summary>Stops accepting requests and waits for those under way.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _web.StopAsync(cancellationToken);

    private async Task HandleAsync(HttpContext context)
    {
        AppendClient(context);
        // The host's own controllers require its master key; no request here reaches a function.
        if (context.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (await _routes.MatchAsync(context) is not { } match)
        {
            // HomepageMiddleware does this with AzureWebJobsDisableHomepage.
            context.Response.StatusCode =
                context.Request.Path == "/" ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
            return;
        }

        if (!string.Equals(match.Function.AuthLevel, "anonymous", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (match.Function.IsDisabled)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await InvokeAsync(context, match);
    }

    private async Task InvokeAsync(HttpContext context, MatchedFunction match)
    {
        try
        {
            var request = await HttpMessages.FromRequestAsync(context.Request, match.Values, _host.Capabilities);
            var input = new TriggerInput(new() { Http = request });
            var result = await _host.InvokeAsync(
                match.Function, input, context.Request.Headers.TraceParent, context.RequestAborted);
            if (result.Succeeded)
                await HttpMessages.WriteAsync(result.Http, context.Response);
            else
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        catch (BadHttpRequestException) when (!context.Response.HasStarted)
        {
            // The real host answers 500 for a body that is too large, as for all its own exceptions (ExceptionMiddleware).
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        catch (FunctionsHostException exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync(exception.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
        }
    }

    // The platform's front end appends the client's address and port to the client's own header. The host has no other source
    // of the address.
    private static void AppendClient(HttpContext context)
    {
        var client = $"{context.Connection.RemoteIpAddress?.MapToIPv4()}:{context.Connection.RemotePort}";
        var before = context.Request.Headers[ForwardedFor].ToString();
        context.Request.Headers[ForwardedFor] = before.Length == 0 ? client : $"{before}, {client}";
    }
}
