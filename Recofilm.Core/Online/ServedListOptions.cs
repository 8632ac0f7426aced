namespace Recofilm.Core.Online;

/// <summary>How served lists reach the database: section <c>Recofilm:ServedLists</c>.</summary>
public sealed class ServedListOptions : IValidatedOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Recofilm:ServedLists";

    /// <summary>How many lists may wait to be written; further ones are dropped and counted.</summary>
    public int QueueLength { get; set; } = 20_000;

    /// <summary>How long lists are gathered before they are written together.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (QueueLength is < 1 or > 1_000_000)
            yield return $"{Section}:QueueLength must be 1 to 1000000; it is {QueueLength}.";
        if (FlushInterval < TimeSpan.FromMilliseconds(10) || FlushInterval > TimeSpan.FromSeconds(10))
            yield return $"{Section}:FlushInterval must be 00:00:00.0100000 to 00:00:10; it is {FlushInterval:c}.";
    }
}
