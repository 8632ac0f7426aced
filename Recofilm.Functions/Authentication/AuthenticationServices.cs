using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Authentication;

/// <summary>Access by token: who may call what.</summary>
internal static class AuthenticationServices
{
    private const string OperatorPolicy = "operator";

    /// <summary>Registers keys, tokens and policies.</summary>
    public static IServiceCollection AddRecofilmAuthentication(this IServiceCollection services)
    {
        services.AddOptions<AuthenticationOptions>()
            .BindConfiguration(AuthenticationOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthenticationOptions>, AuthenticationOptionsValidator>();
        services.AddSingleton(provider => new UserKeys(provider.GetRequiredService<IOptions<AuthenticationOptions>>().Value.Pepper));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<AccessTokenEvents>();

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        // It comes with every kind of authentication, to make or read a ring of keys at each start; no token of ours needs one.
        services.Remove(services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService"));
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<AccessTokens>((bearer, tokens) =>
        {
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters = tokens.ValidationParameters;
            bearer.EventsType = typeof(AccessTokenEvents);
        });
        services.AddAuthorizationBuilder().AddPolicy(
            OperatorPolicy, policy => policy.RequireAuthenticatedUser().RequireRole(UserRole.Operator.ToName()));
        return services;
    }

    /// <summary>Opens an endpoint to users and operators who still exist.</summary>
    public static TBuilder RequireUser<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization();

    /// <summary>
    /// Opens an endpoint to users and operators; the handler reads the user's rows and must refuse a user who is gone.
    /// </summary>
    public static TBuilder RequireUserReadByHandler<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization().WithMetadata(new ReadsUserMetadata());

    /// <summary>Opens an endpoint to operators.</summary>
    public static TBuilder RequireOperator<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(OperatorPolicy);
}
