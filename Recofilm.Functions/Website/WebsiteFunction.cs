using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.Website;

/// <summary>GET /: the state of the service, as JSON for programs and as a page for people.</summary>
internal static class WebsiteFunction
{
    /// <summary>Serves the files of the page.</summary>
    public static void UseWebsiteFiles(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=3600",
    });

    /// <summary>Maps the endpoint.</summary>
    public static void MapWebsite(this IEndpointRouteBuilder app) => app
        .MapGet("/", Handle)
        .WithFunction("website")
        .AllowAnonymous()
        .Describe(ApiTags.State, "Show the state of the service", "Which model serves, what was measured of it, and what it was trained on. Browsers get a page.")
        .Produces<ServiceStatus>()
        .Problems();

    private static IResult Handle(HttpContext context, ModelHolder models, IWebHostEnvironment environment)
    {
        context.Response.Headers.Vary = HeaderNames.Accept;
        if (WantsPage(context.Request))
        {
            IFileInfo page = environment.WebRootFileProvider.GetFileInfo("index.html");
            return TypedResults.PhysicalFile(page.PhysicalPath!, "text/html; charset=utf-8");
        }

        var model = models.Current;
        var data = model?.Manifest.Data;
        return TypedResults.Ok(new ServiceStatus(
            "Recofilm",
            model is null ? "Model Not Loaded" : "Model Loaded",
            model?.Version.ToString(),
            model?.TrainedAt,
            model?.Manifest.Metrics,
            data is null ? null : new TrainingCounts(data.Movies, data.Users, data.Ratings, data.Tags)));
    }

    // A browser names text/html in the first place; programs name nothing, */* or JSON.
    private static bool WantsPage(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
        && !accepted.Any(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase));
}
