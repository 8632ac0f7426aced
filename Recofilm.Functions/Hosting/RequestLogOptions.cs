using Microsoft.Extensions.Options;

namespace Recofilm.Functions.Hosting;

/// <summary>Whether the request log goes to a file, too: section <c>Recofilm:RequestLog</c>.</summary>
internal sealed class RequestLogOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Recofilm:RequestLog";

    /// <summary>The file; the day is put before its extension, and a number when a day fills several. None by default.</summary>
    public string? Path { get; set; }

    /// <summary>The size at which the next file begins.</summary>
    public int MaxFileMegabytes { get; set; } = 100;

    /// <summary>How many files are kept; older ones are deleted.</summary>
    public int KeptFiles { get; set; } = 14;
}

/// <summary>Refuses to start with settings that cannot work.</summary>
internal sealed class RequestLogOptionsValidator : IValidateOptions<RequestLogOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RequestLogOptions options)
    {
        string[] failures = [.. Failures(options).Select(failure => $"{RequestLogOptions.Section}:{failure}")];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(RequestLogOptions options)
    {
        if (options.MaxFileMegabytes is < 1 or > 10_000)
            yield return $"MaxFileMegabytes must be from 1 to 10000, not {options.MaxFileMegabytes}.";
        if (options.KeptFiles is < 1 or > 10_000)
            yield return $"KeptFiles must be from 1 to 10000, not {options.KeptFiles}.";
    }
}
