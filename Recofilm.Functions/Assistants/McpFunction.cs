using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Assistants;

/// <summary>
/// POST /mcp: tools for assistants, by the Model Context Protocol. Each request stands alone, so any instance may answer it, and
/// acts for the user of its token.
/// </summary>
public sealed class McpFunction(FunctionsServer server)
{
    private const string Name = "mcp";
    private const string Route = "mcp";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapMcp($"/{Route}")
        .WithFunction(Name)
        .RequireUser()
        .ExcludeFromDescription();

    /// <summary>Registers the protocol and the tools.</summary>
    internal static void AddServices(IServiceCollection services)
    {
        services.AddScoped<ToolRequest>();
        services
            .AddMcpServer(options => options.ServerInfo = new()
            {
                Name = "recofilm",
                Version = typeof(McpFunction).Assembly.GetName().Version!.ToString(3),
            })
            .WithHttpTransport(transport =>
            {
                transport.Stateless = true;
                transport.ConfigureSessionOptions = (context, _, _) =>
                {
                    context.RequestServices.GetRequiredService<ToolRequest>().Context = context;
                    return Task.CompletedTask;
                };
            })
            .WithTools<MovieTools>();
    }
}
