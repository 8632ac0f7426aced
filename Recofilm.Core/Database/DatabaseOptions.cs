using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>How to reach PostgreSQL: <c>ConnectionStrings:Recofilm</c> and <c>Recofilm:Database</c>.</summary>
public sealed class DatabaseOptions : IValidatedOptions
{
    /// <summary>The key of the connection string.</summary>
    public const string Key = "ConnectionStrings:Recofilm";

    /// <summary>The section of the other settings.</summary>
    public const string Section = "Recofilm:Database";

    /// <summary>How many connections an instance opens at most, unless told otherwise.</summary>
    public const int DefaultMaxConnections = 20;

    /// <summary>An Npgsql connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// For a database whose roles are identities: the scope of the access token that is the password, such as
    /// <c>https://ossrdbms-aad.database.windows.net/.default</c>.
    /// </summary>
    public string? TokenScope { get; set; }

    /// <summary>
    /// How many connections an instance opens at most, and so how many requests work at the same time; a
    /// <c>Maximum Pool Size</c> in the connection string wins.
    /// </summary>
    public int MaxConnections { get; set; } = DefaultMaxConnections;

    /// <summary>How many requests may wait for one of them; what comes beyond is turned away at once.</summary>
    public int QueueLength { get; set; } = 1000;

    /// <summary>How long a request may wait before it is turned away.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (MaxConnections is < 1 or > 1000)
            yield return $"{Section}:MaxConnections must be from 1 to 1000, not {MaxConnections}.";
        if (QueueLength is < 0 or > 100_000)
            yield return $"{Section}:QueueLength must be from 0 to 100000, not {QueueLength}.";
        if (QueueTimeout < TimeSpan.FromMilliseconds(10) || QueueTimeout > TimeSpan.FromMinutes(1))
            yield return $"{Section}:QueueTimeout must be between 10 milliseconds and 1 minute, not {QueueTimeout}.";
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return $"{Key} is missing: how to reach PostgreSQL, such as Host=localhost;Database=recofilm;Username=recofilm.";
            yield break;
        }

        if (Defect() is { } defect)
            yield return $"{Key} is not a PostgreSQL connection string: {defect}";
        else if (TokenScope is not null && new NpgsqlConnectionStringBuilder(ConnectionString).Password is not null)
            yield return $"{Key} has a password, and {Section}:TokenScope says that tokens are the password: leave one out.";
        if (TokenScope is not null && !IsScope(TokenScope))
            yield return $"{Section}:TokenScope must be an https address that ends in /.default; it is '{TokenScope}'.";
    }

    private static bool IsScope(string text) =>
        text.EndsWith("/.default", StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps;

    private string? Defect()
    {
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(ConnectionString).Host) ? "it names no Host." : null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }
}
