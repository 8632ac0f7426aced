using Microsoft.Extensions.Options;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Authentication;

/// <summary>Refuses to start with settings under which users or tokens would not be safe.</summary>
/// <param name="environment">Whether this is Development.</param>
internal sealed class AuthenticationOptionsValidator(IHostEnvironment environment) : IValidateOptions<AuthenticationOptions>
{
    /// <summary>HS256 needs a key at least as long as its hash (RFC 7518 §3.2).</summary>
    private const int MinimumKeyBytes = 32;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AuthenticationOptions options)
    {
        string[] failures = [.. Failures(options).Select(failure => $"{AuthenticationOptions.Section}:{failure}")];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Failures(AuthenticationOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Issuer))
            yield return "Issuer must not be empty.";
        if (string.IsNullOrWhiteSpace(options.Audience))
            yield return "Audience must not be empty.";
        foreach (var failure in KeyFailures(options.SigningKeys))
            yield return failure;
        if (!IsPepper(options.Pepper))
            yield return $"Pepper must be at least {UserKeys.MinimumPepperBytes} random bytes in base64.";
        if (options.AllowLoginByUserIdAlone && !environment.IsDevelopment())
        {
            yield return "AllowLoginByUserIdAlone lets anyone log in as anyone: it is refused outside the environment " +
                $"Development, and this is {environment.EnvironmentName}.";
        }

        if (options.MaxFailedLogins is < 1 or > 1000)
            yield return $"MaxFailedLogins must be from 1 to 1000, not {options.MaxFailedLogins}.";
        if (options.LockoutDuration < TimeSpan.FromSeconds(1) || options.LockoutDuration > TimeSpan.FromDays(1))
            yield return $"LockoutDuration must be from 00:00:01 to 1.00:00:00, not {options.LockoutDuration:c}.";
    }

    private static IEnumerable<string> KeyFailures(IReadOnlyList<SigningKeyOptions> keys)
    {
        if (keys.Count == 0)
            yield return "SigningKeys is empty: set SigningKeys:0:Kid to a name and SigningKeys:0:Key to at least 32 random bytes in base64.";
        var kids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, key) in keys.Index())
        {
            if (string.IsNullOrWhiteSpace(key.Kid))
                yield return $"SigningKeys:{index}:Kid must not be empty.";
            else if (!kids.Add(key.Kid))
                yield return $"SigningKeys:{index}:Kid is \"{key.Kid}\", which another key is named already.";
            if (key.Bytes.Length < MinimumKeyBytes)
                yield return $"SigningKeys:{index}:Key must be at least {MinimumKeyBytes} random bytes in base64.";
        }
    }

    private static bool IsPepper(string text)
    {
        try
        {
            _ = new UserKeys(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
