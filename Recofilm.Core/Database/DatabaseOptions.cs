using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>How to reach PostgreSQL: <c>ConnectionStrings:Recofilm</c>.</summary>
public sealed class DatabaseOptions : IValidatedOptions
{
    /// <summary>The key of the configuration.</summary>
    public const string Key = "ConnectionStrings:Recofilm";

    /// <summary>An Npgsql connection string.</summary>
    public string? ConnectionString { get; set; }

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
    }

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
