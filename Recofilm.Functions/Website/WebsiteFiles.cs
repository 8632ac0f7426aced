using Microsoft.AspNetCore.StaticFiles;

namespace Recofilm.Functions.Website;

/// <summary>The files of the page: compressed, and kept by browsers for as long as their names allow.</summary>
internal static class WebsiteFiles
{
    private const string Hashed = "/assets";

    /// <summary>Registers the compression.</summary>
    public static IServiceCollection AddWebsiteFiles(this IServiceCollection services) =>
        // Only for files that are the same for everybody: nothing secret is compressed beside what a stranger chose.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/javascript", "text/css", "image/svg+xml"];
        });

    /// <summary>Serves the files.</summary>
    public static void UseWebsiteFiles(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Hashed), branch => branch.UseResponseCompression());
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = SetLifetime });
    }

    // The name of a file below /assets is made from its contents, so what it names never changes.
    private static void SetLifetime(StaticFileResponseContext file)
    {
        var (request, headers) = (file.Context.Request, file.Context.Response.Headers);
        headers.CacheControl = request.Path.StartsWithSegments(Hashed) ? "public, max-age=31536000, immutable"
            : file.File.Name.EndsWith(".html", StringComparison.Ordinal) ? "no-cache"
            : "public, max-age=3600";
    }
}
