namespace Recofilm.Cli.Local;

/// <summary>How the storage emulator is run.</summary>
/// <param name="Folder">Where its data and log are kept; made when missing.</param>
public sealed record AzuriteOptions(string Folder)
{
    /// <summary>The blob service's port of 127.0.0.1; any free one if left out.</summary>
    public int? BlobPort { get; init; }

    /// <summary>The queue service's port; the service does not run if left out.</summary>
    public int? QueuePort { get; init; }

    /// <summary>The table service's port; the service does not run if left out.</summary>
    public int? TablePort { get; init; }

    /// <summary>
    /// Certificate and key, as PEM files, by which the emulator speaks HTTPS and takes access tokens of Microsoft Entra ID
    /// as well (it checks their claims, not their signatures); HTTP and keys alone if left out.
    /// </summary>
    public (string Certificate, string Key)? Tls { get; init; }

    /// <summary>How long the emulator may take to answer.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Told about steps that take a while.</summary>
    public Action<string>? Report { get; init; }
}
