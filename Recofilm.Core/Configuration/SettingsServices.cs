using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Recofilm.Core.Configuration;

/// <summary>
/// Registers settings: binds them to their section, checks them when the program starts, and makes their keys known.
/// </summary>
public static class SettingsServices
{
    private const DynamicallyAccessedMemberTypes Bound =
        DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    /// <summary>Registers the settings of one section.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="section">The key of the section, such as <c>Recofilm:Training</c>.</param>
    /// <param name="exceptions">Properties that have no key in the section because they are set elsewhere.</param>
    public static OptionsBuilder<T> AddSettings<[DynamicallyAccessedMembers(Bound)] T>(
        this IServiceCollection services, IConfiguration configuration, string section, params IEnumerable<string> exceptions)
        where T : class, IValidatedOptions
    {
        services.Configure<KnownSettings>(known => known.Add<T>(section, exceptions));
        services.AddSingleton<IValidateOptions<T>, OptionsValidation<T>>();
        return services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateOnStart();
    }

    /// <summary>
    /// Makes the start fail, with one message per key, while the configuration has keys below
    /// <c>Recofilm</c> that nothing reads.
    /// </summary>
    public static void RefuseUnknownSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KnownSettings>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<KnownSettings>>(new UnknownSettings(configuration));
    }

    private static ValidateOptionsResult Result(IEnumerable<string> problems) =>
        problems.ToArray() is { Length: > 0 } failures ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;

    private sealed class OptionsValidation<T> : IValidateOptions<T>
        where T : class, IValidatedOptions
    {
        public ValidateOptionsResult Validate(string? name, T options) => Result(options.Problems());
    }

    private sealed class UnknownSettings(IConfiguration configuration) : IValidateOptions<KnownSettings>
    {
        public ValidateOptionsResult Validate(string? name, KnownSettings options) =>
            Result(options.Problems(configuration, otherSections: true));
    }
}
