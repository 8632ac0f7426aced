namespace Recofilm.LocalStack;

/// <summary>The options of the storage emulator.</summary>
/// <param name="Folder">The folder of its data and log; created when missing.</param>
public sealed record AzuriteOptions(string Folder)
{
    /// <summary>
    /// A certificate and its key, as PEM files. With them, the emulator serves HTTPS and also accepts access tokens of
    /// Microsoft Entra ID (it checks their claims, not their signatures). Without them, it serves HTTP and accepts only keys.
    /// </summary>
    public (string Certificate, string Key)? Tls { get; init; }

    /// <summary>The longest time the emulator may take to answer.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Receives a message before each step that takes a while.</summary>
    public Action<string>? Report { get; init; }
}
