using Microsoft.Extensions.Options;

namespace Recofilm.Functions.Hosting;

/// <summary>Settings of the HTTP side: section <c>Recofilm:Http</c>.</summary>
internal sealed class HttpOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Recofilm:Http";

    /// <summary>The largest request body that is read; larger ones are answered 413.</summary>
    public int MaxRequestBodyBytes { get; set; } = 64 * 1024;

    /// <summary>The origins of web pages that may call the API, such as "https://example.com". None by default.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>
    /// How many proxies in front append to X-Forwarded-For; the client's address is taken that many entries from the
    /// end. 0 ignores the header, which anyone can send.
    /// </summary>
    public int TrustedProxies { get; set; }

    /// <summary>How many logins one address may try in a minute.</summary>
    public int LoginsPerMinute { get; set; } = 30;

    /// <summary>How many users one address may register in a minute.</summary>
    public int RegistrationsPerMinute { get; set; } = 30;
}

/// <summary>Refuses to start with settings that cannot work.</summary>
internal sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HttpOptions options)
    {
        string[] failures = [.. Failures(options).Select(failure => $"{HttpOptions.Section}:{failure}")];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(HttpOptions options)
    {
        if (options.MaxRequestBodyBytes is < 1024 or > 16 * 1024 * 1024)
            yield return $"MaxRequestBodyBytes must be from 1024 to 16777216, not {options.MaxRequestBodyBytes}.";
        foreach (var (index, origin) in options.AllowedOrigins.Index())
        {
            if (!IsOrigin(origin))
                yield return $"AllowedOrigins:{index} must be an origin such as https://example.com, not \"{origin}\".";
        }

        if (options.TrustedProxies is < 0 or > 10)
            yield return $"TrustedProxies must be from 0 to 10, not {options.TrustedProxies}.";
        if (options.LoginsPerMinute is < 1 or > 1_000_000)
            yield return $"LoginsPerMinute must be from 1 to 1000000, not {options.LoginsPerMinute}.";
        if (options.RegistrationsPerMinute is < 1 or > 1_000_000)
            yield return $"RegistrationsPerMinute must be from 1 to 1000000, not {options.RegistrationsPerMinute}.";
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && text == uri.GetLeftPart(UriPartial.Authority);
}
