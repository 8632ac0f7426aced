using Recofilm.Core.Configuration;

namespace Recofilm.Core.Feedback;

/// <summary>The settings of the record of served lists: section <c>Recofilm:ServedLists</c>.</summary>
public sealed class ImpressionOptions : IValidatedOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Recofilm:ServedLists";

    /// <summary>The largest number of lists that wait to be written; further lists are dropped and counted.</summary>
    public int QueueLength { get; set; } = 20_000;

    /// <summary>The time for which lists are gathered before they are written together.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The time after which a list and its events are deleted. Online measures are those of the last two weeks, and an experiment
    /// counts the lists since it began.
    /// </summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (QueueLength is < 1 or > 1_000_000)
            yield return $"{Section}:QueueLength must be 1 to 1000000; got {QueueLength}.";
        if (FlushInterval < TimeSpan.FromMilliseconds(10) || FlushInterval > TimeSpan.FromSeconds(10))
            yield return $"{Section}:FlushInterval must be 00:00:00.0100000 to 00:00:10; got {FlushInterval:c}.";
        if (KeepFor < TimeSpan.FromDays(1) || KeepFor > TimeSpan.FromDays(3650))
            yield return $"{Section}:KeepFor must be 1.00:00:00 to 3650.00:00:00; got {KeepFor:c}.";
    }
}
