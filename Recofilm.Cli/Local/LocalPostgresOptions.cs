namespace Recofilm.Cli.Local;

/// <summary>How a local PostgreSQL server is run.</summary>
/// <param name="Folder">Where its data, log and password are kept; made when missing.</param>
public sealed record LocalPostgresOptions(string Folder)
{
    /// <summary>The port of 127.0.0.1 to listen on; any free one if left out.</summary>
    public int? Port { get; init; }

    /// <summary>Whether data survives a crash of the machine; tests do without and are faster.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Whether an installed server may be used; otherwise the embedded one is.</summary>
    public bool AllowInstalled { get; init; } = true;

    /// <summary>How long the server may take to accept connections.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Told about steps that take a while.</summary>
    public Action<string>? Report { get; init; }
}
