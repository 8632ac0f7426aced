using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>How to reach PostgreSQL: <c>ConnectionStrings:Recofilm</c> and <c>Recofilm:Database</c>.</summary>
public sealed class DatabaseOptions : IValidatedOptions
{
    /// <summary>The key of the connection string.</summary>
    public const string Key = "ConnectionStrings:Recofilm";

    /// <summary>The section of the other settings.</summary>
    public const string Section = "Recofilm:Database";

    /// <summary>An Npgsql connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// For a database whose roles are identities: the scope of the access token that is the password, such as
    /// <c>https://ossrdbms-aad.database.windows.net/.default</c>.
    /// </summary>
    public string? TokenScope { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
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
