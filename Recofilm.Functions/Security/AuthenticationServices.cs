using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Services;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Security;

/// <summary>Registers authentication, and the access policies of endpoints.</summary>
internal static class AuthenticationServices
{
    private const string SelectingScheme = "bearer";
    /// <summary>The policy of endpoints that are open to every user, operator and service.</summary>
    internal const string CallerPolicy = "caller";

    private const string BackEndPolicy = "back-end";
    private const string OperatorPolicy = "operator";

    private const string LoginByUserIdAlone =
        $"{AuthenticationOptions.Section}:AllowLoginByUserIdAlone lets anyone log in as anyone: "
        + "it must be false outside the environment Development.";

    /// <summary>Registers keys, tokens and policies.</summary>
    public static IServiceCollection AddRecofilmAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AuthenticationOptions>(configuration, AuthenticationOptions.Section)
            .Validate<IHostEnvironment>(
                (options, environment) => !options.AllowLoginByUserIdAlone || environment.IsDevelopment(), LoginByUserIdAlone);
        services.Configure<KnownSettings>(
            known => known.Add<SigningKeyOptions>($"{AuthenticationOptions.Section}:SigningKeys:<n>"));
        services.AddSingleton(
            provider => new UserKeys(provider.GetRequiredService<IOptions<AuthenticationOptions>>().Value.Pepper));
        services.AddSettings<EntraOptions>(configuration, EntraOptions.Section);
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<DevelopmentLogin>();
        services.AddSingleton<AccessTokenEvents>();
        services.AddSingleton<ServiceKeyRing>();

        services.AddAuthentication(SelectingScheme)
            .AddPolicyScheme(SelectingScheme, displayName: null, _ => { })
            .AddScheme<AuthenticationSchemeOptions, ServiceKeyHandler>(ServiceKeyHandler.SchemeName, _ => { })
            .AddJwtBearer()
            .AddJwtBearer(EntraTokens.SchemeName, _ => { });
        services.AddOptions<PolicySchemeOptions>(SelectingScheme).Configure<IOptions<EntraOptions>>((selecting, entra) =>
            selecting.ForwardDefaultSelector = context => BearerToken.SchemeOf(context, entra.Value.Issuer));
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, EntraTokens>();
        // ASP.NET Core adds this service to create or read data protection keys at each start; this program's tokens need none.
        services.Remove(services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService"));
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<AccessTokens>((bearer, tokens) =>
        {
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters = tokens.ValidationParameters;
            bearer.EventsType = typeof(AccessTokenEvents);
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(CallerPolicy, policy => policy.RequireAssertion(context => Is(context, _ => true)))
            .AddPolicy(BackEndPolicy, policy => policy.RequireAssertion(context => Is(context, caller => caller.ActsForUsers)))
            .AddPolicy(OperatorPolicy, policy => policy.RequireAssertion(context => Is(context, caller => caller.IsOperator)));
        return services;
    }

    /// <summary>Opens an endpoint to services, and to users and operators that still exist.</summary>
    public static TBuilder RequireUser<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(CallerPolicy, "Only users, operators and services may do this.");

    /// <summary>
    /// Opens an endpoint to services, users and operators; the handler reads the user's rows and must refuse a user who is gone.
    /// </summary>
    public static TBuilder RequireUserReadByHandler<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireUser().WithMetadata(new ReadsUserMetadata());

    /// <summary>Opens an endpoint to operators and services.</summary>
    public static TBuilder RequireBackEnd<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(BackEndPolicy, "Only operators and services may do this.");

    /// <summary>Opens an endpoint to operators.</summary>
    public static TBuilder RequireOperator<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.Require(OperatorPolicy, "Only operators may do this.");

    private static bool Is(AuthorizationHandlerContext context, Func<CallerIdentity, bool> condition) =>
        CallerIdentity.TryRead(context.User, out var caller) && condition(caller);

    private static TBuilder Require<TBuilder>(this TBuilder endpoint, string policy, string refusal)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(policy).WithMetadata(new AccessMetadata(refusal));
}

/// <summary>An endpoint's refusal of a caller whose role does not suffice.</summary>
/// <param name="Refusal">A sentence.</param>
internal sealed record AccessMetadata(string Refusal);

/// <summary>Marks an open endpoint that does more for authenticated callers.</summary>
internal sealed record RecognizesCallerMetadata;
