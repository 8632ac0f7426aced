using Microsoft.AspNetCore.StaticFiles;
using Recofilm.Core.Configuration;

namespace Recofilm.Functions.Website;

/// <summary>Serves the files of the page: compressed, and cached by browsers for as long as their names allow.</summary>
internal static class WebsiteFiles
{
    private const string Hashed = "/assets";

    /// <summary>Registers the compression and the settings.</summary>
    public static IServiceCollection AddWebsiteFiles(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<WebsiteOptions>(configuration, WebsiteOptions.Section);
        // Compresses only files that are the same for everybody, so that no secret is compressed beside attacker-chosen text.
        return services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/javascript", "text/css", "image/svg+xml"];
        });
    }

    /// <summary>Serves the files.</summary>
    public static void UseWebsiteFiles(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Hashed), branch => branch.UseResponseCompression());
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = SetLifetime });
    }

    // The name of a file below /assets contains a hash of its contents, so the file never changes.
    private static void SetLifetime(StaticFileResponseContext file)
    {
        var (request, headers) = (file.Context.Request, file.Context.Response.Headers);
        headers.CacheControl = request.Path.StartsWithSegments(Hashed) ? "public, max-age=31536000, immutable"
            : file.File.Name.EndsWith(".html", StringComparison.Ordinal) ? "no-cache"
            : "public, max-age=3600";
    }
}
