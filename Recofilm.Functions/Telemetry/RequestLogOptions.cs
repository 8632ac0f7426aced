using Recofilm.Core.Configuration;

namespace Recofilm.Functions.Telemetry;

/// <summary>The settings of the file that also receives the request log: section <c>Recofilm:RequestLog</c>.</summary>
internal sealed class RequestLogOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:RequestLog";

    /// <summary>
    /// The path of the file. The day is inserted before its extension, and a number when a day fills several files. By default
    /// there is no file.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>The size at which a new file begins.</summary>
    public int MaxFileMegabytes { get; set; } = 100;

    /// <summary>The number of files to keep; older ones are deleted.</summary>
    public int KeptFiles { get; set; } = 14;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (MaxFileMegabytes is < 1 or > 10_000)
            yield return $"{Section}:MaxFileMegabytes must be from 1 to 10000; got {MaxFileMegabytes}.";
        if (KeptFiles is < 1 or > 10_000)
            yield return $"{Section}:KeptFiles must be from 1 to 10000; got {KeptFiles}.";
    }
}
