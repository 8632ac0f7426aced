using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Recofilm.Functions.Hosting;

/// <summary>Limits of the server, and who may call it from where.</summary>
internal static class HttpServices
{
    /// <summary>Registers the settings, the server's limits, rate limits, and CORS for the allowed origins.</summary>
    public static IServiceCollection AddRecofilmHttp(this IServiceCollection services)
    {
        services.AddOptions<HttpOptions>()
            .BindConfiguration(HttpOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<HttpOptions>, HttpOptionsValidator>();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<HttpOptions>>((kestrel, http) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.Value.MaxRequestBodyBytes;
        });

        services.AddRecofilmRateLimits();
        services.AddSingleton<LoadShedding>();
        services.AddCors();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        return services;
    }

    /// <summary>Answers browsers' questions whether a page of another origin may call; closed unless configured.</summary>
    public static void UseRecofilmCors(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<IOptions<HttpOptions>>().Value.AllowedOrigins;
        if (origins.Count == 0)
            return;
        app.UseCors(policy => policy
            .WithOrigins([.. origins])
            .WithMethods("GET", "POST", "PUT", "DELETE")
            .WithHeaders("Authorization", "Content-Type")
            .WithExposedHeaders("Location", "Retry-After", "WWW-Authenticate")
            .SetPreflightMaxAge(TimeSpan.FromHours(1)));
    }
}
