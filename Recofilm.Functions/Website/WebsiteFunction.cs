using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.Website;

/// <summary>GET /: the state of the service, as JSON for programs and as a page for people.</summary>
internal static class WebsiteFunction
{
    /// <summary>Maps the state, the page, and the page's own addresses below /app.</summary>
    public static void MapWebsite(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", Handle)
            .WithFunction("website")
            .AllowAnonymous()
            .Describe(ApiTags.State, "Show the state of the service", "Which model serves, what was measured of it, and what it was trained on. Browsers get a page.")
            .Produces<ServiceStatus>()
            .Problems();
        app.MapGet("/app/{*path}", (HttpContext context, IWebHostEnvironment environment) => Page(context, environment))
            .WithFunction("website")
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static IResult Handle(
        HttpContext context, ModelHolder models, IWebHostEnvironment environment, IOptions<AuthenticationOptions> authentication)
    {
        context.Response.Headers.Vary = HeaderNames.Accept;
        if (WantsPage(context.Request))
            return Page(context, environment);

        var model = models.Current;
        var data = model?.Manifest.Data;
        return TypedResults.Ok(new ServiceStatus(
            "Recofilm",
            model is null ? "Model Not Loaded" : "Model Loaded",
            model?.Version.ToString(),
            model?.TrainedAt,
            model?.Manifest.Metrics,
            data is null ? null : new TrainingCounts(data.Movies, data.Users, data.Ratings, data.Tags),
            model?.Models.Catalog.Genres ?? [],
            authentication.Value.OpenRegistration,
            authentication.Value.AllowLoginByUserIdAlone));
    }

    private static IResult Page(HttpContext context, IWebHostEnvironment environment)
    {
        // The page names its other files by their contents, so it must be asked for again each time.
        context.Response.Headers.CacheControl = "no-cache";
        IFileInfo page = environment.WebRootFileProvider.GetFileInfo("index.html");
        return page.PhysicalPath is { } path && page.Exists
            ? TypedResults.PhysicalFile(path, "text/html; charset=utf-8", lastModified: page.LastModified)
            : TypedResults.NotFound();
    }

    // A browser names text/html in the first place; programs name nothing, */* or JSON.
    private static bool WantsPage(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
        && !accepted.Any(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase));
}
