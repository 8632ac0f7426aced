using Npgsql;
using Recofilm.Core.Configuration;

namespace Recofilm.Core.Database;

/// <summary>
/// The settings of the connection to PostgreSQL: <c>ConnectionStrings:Recofilm</c> and <c>Recofilm:Database</c>.
/// </summary>
public sealed class DatabaseOptions : IValidatedOptions
{
    /// <summary>The key of the connection string.</summary>
    public const string Key = "ConnectionStrings:Recofilm";

    /// <summary>The section of the other settings.</summary>
    public const string Section = "Recofilm:Database";

    /// <summary>An Npgsql connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The scope of the access token that serves as the password, for a database whose roles are identities, such as
    /// <c>https://ossrdbms-aad.database.windows.net/.default</c>.
    /// </summary>
    public string? TokenScope { get; set; }

    /// <summary>
    /// The largest number of connections that an instance opens, and so of requests that use the database at the same time. A
    /// <c>Maximum Pool Size</c> in the connection string takes precedence.
    /// </summary>
    public int MaxConnections { get; set; } = 20;

    /// <summary>
    /// The largest number of requests that wait for a connection; more are refused at once. A longer queue makes requests wait
    /// longer and answers no more of them.
    /// </summary>
    public int QueueLength { get; set; } = 300;

    /// <summary>The longest time a request waits for a connection before it is refused.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time a statement of a request may take.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The longest time a statement of background work, such as the online measures, or the deletion of a user or movie may take.
    /// </summary>
    public TimeSpan BackgroundTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest time that a statement of a training or of a bulk import may take, or be silent while it sends rows.
    /// </summary>
    public TimeSpan BulkTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest time the opening of a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (MaxConnections is < 1 or > 1000)
            yield return $"{Section}:MaxConnections must be from 1 to 1000; got {MaxConnections}.";
        if (QueueLength is < 0 or > 100_000)
            yield return $"{Section}:QueueLength must be from 0 to 100000; got {QueueLength}.";
        if (QueueTimeout < TimeSpan.FromMilliseconds(10) || QueueTimeout > TimeSpan.FromMinutes(1))
            yield return $"{Section}:QueueTimeout must be between 10 milliseconds and 1 minute; got {QueueTimeout}.";
        if (!IsTimeout(CommandTimeout))
            yield return $"{Section}:CommandTimeout must be from 00:00:01 to 01:00:00; got {CommandTimeout}.";
        if (!IsTimeout(BackgroundTimeout))
            yield return $"{Section}:BackgroundTimeout must be from 00:00:01 to 01:00:00; got {BackgroundTimeout}.";
        if (BulkTimeout < TimeSpan.FromSeconds(1) || BulkTimeout > TimeSpan.FromDays(1))
            yield return $"{Section}:BulkTimeout must be from 00:00:01 to 1.00:00:00; got {BulkTimeout}.";
        if (!IsTimeout(ConnectTimeout))
            yield return $"{Section}:ConnectTimeout must be from 00:00:01 to 01:00:00; got {ConnectTimeout}.";
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return $"{Key} is missing: how to reach PostgreSQL, "
                + "such as Host=localhost;Database=recofilm;Username=recofilm.";
            yield break;
        }

        if (Defect() is { } defect)
            yield return $"{Key} is not a PostgreSQL connection string: {defect}";
        else if (TokenScope is not null && new NpgsqlConnectionStringBuilder(ConnectionString).Password is not null)
            yield return $"{Key} has a password, and {Section}:TokenScope says that tokens are the password: leave one out.";
        if (TokenScope is not null && !IsScope(TokenScope))
            yield return $"{Section}:TokenScope must be an https address that ends in /.default; got '{TokenScope}'.";
    }

    private static bool IsTimeout(TimeSpan timeout) => timeout >= TimeSpan.FromSeconds(1) && timeout <= TimeSpan.FromHours(1);

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
