using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Website;

/// <summary>
/// GET /: the state of the service, as JSON for programs and as a page for people. The function takes every request that no
/// other function takes: the page's files, the API's description, HEAD, and requests that the pipeline answers with a problem.
/// </summary>
public sealed class WebsiteFunction(FunctionsServer server)
{
    /// <summary>
    /// The last name in the alphabet of functions: the host tries functions with equal claims to a path in that order.
    /// </summary>
    internal const string Name = "website";

    // Declares all methods: the host answers undeclared ones itself, without a problem document.
    private const string Route = "{*path}";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "get", "head", "post", "put", "delete", "patch", "options", "trace", Route = Route)]
        HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", Handle)
            .WithFunction(Name)
            .AllowAnonymous()
            .Describe(
                "Show the state of the service",
                "The serving model, its metrics and the size of its training data. Browsers get a page.")
            .Produces<ServiceStatus>()
            .Problems();
        // The page has its own addresses below /app; /docs is its API reference.
        foreach (var address in (string[])["/app/{*path}", "/docs"])
        {
            app.MapGet(address, (HttpContext context, IWebHostEnvironment environment) => Page(context, environment))
                .WithFunction(Name)
                .AllowAnonymous()
                .ExcludeFromDescription();
        }
    }

    private static IResult Handle(
        HttpContext context, ModelHolder models, IWebHostEnvironment environment, IOptions<AuthenticationOptions> authentication,
        DevelopmentLogin development, IOptions<WebsiteOptions> website)
    {
        context.Response.Headers.Vary = HeaderNames.Accept;
        if (WantsPage(context.Request))
            return Page(context, environment);

        var model = models.Champion;
        var data = model?.Manifest.Data;
        return TypedResults.Ok(new ServiceStatus(
            "Recofilm",
            model is null ? "Model Not Loaded" : "Model Loaded",
            model?.Version.ToString(),
            model?.Manifest.Kind,
            model?.TrainedAt,
            model?.Manifest.Metrics,
            data is null ? null : new TrainingCounts(data.Movies, data.Users, data.Ratings, data.Tags),
            model?.Catalog.Genres ?? [],
            authentication.Value.OpenRegistration,
            website.Value.SimulatedRatings,
            website.Value.PosterAddress,
            development.Allows(context.Request)));
    }

    private static IResult Page(HttpContext context, IWebHostEnvironment environment)
    {
        // The page names its files by a hash of their contents, so browsers must request the page anew each time.
        context.Response.Headers.CacheControl = "no-cache";
        IFileInfo page = environment.WebRootFileProvider.GetFileInfo("index.html");
        return page.PhysicalPath is { } path && page.Exists
            ? TypedResults.PhysicalFile(path, "text/html; charset=utf-8", lastModified: page.LastModified)
            : TypedResults.NotFound();
    }

    // A browser names text/html first; programs name nothing, */* or JSON.
    private static bool WantsPage(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
        && !accepted.Any(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase));
}
