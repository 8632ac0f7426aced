namespace Recofilm.LocalStack;

/// <summary>The options of a local PostgreSQL server.</summary>
/// <param name="Folder">The folder of its data, log and password; created when missing.</param>
public sealed record LocalPostgresOptions(string Folder)
{
    /// <summary>The port of 127.0.0.1 to listen on; any free one if left out.</summary>
    public int? Port { get; init; }

    /// <summary>Whether data survives a crash of the machine; tests set this to false to run faster.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Whether to use an installed server; otherwise the embedded one runs.</summary>
    public bool AllowInstalled { get; init; } = true;

    /// <summary>The longest time the server may take to accept connections.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Receives a message before each step that takes a while.</summary>
    public Action<string>? Report { get; init; }
}
