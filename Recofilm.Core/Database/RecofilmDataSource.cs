using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>Opens the database with the settings that the stores expect.</summary>
public static class RecofilmDataSource
{
    /// <summary>The key of the service that <see cref="CreateBulk"/> makes.</summary>
    public const string Bulk = "bulk";

    // A training and a bulk request at the same time, each with a statement or two.
    private const int BulkConnections = 4;

    /// <summary>
    /// Creates a pool of connections that prepare every statement at its second use, in the same round trip that runs it.
    /// Settings in the connection string take precedence.
    /// </summary>
    /// <param name="connectionString">An Npgsql connection string.</param>
    /// <param name="password">Supplies the passwords when the connection string has none.</param>
    /// <param name="options">
    /// The size of the pool and the time-outs, unless the connection string sets them; the driver's time-outs if left out.
    /// </param>
    /// <exception cref="ArgumentException">The connection string is malformed.</exception>
    public static NpgsqlDataSource Create(
        string connectionString, TokenPassword? password = null, DatabaseOptions? options = null) =>
        Build(connectionString, password, options, (options ?? new DatabaseOptions()).MaxConnections, options?.BackgroundTimeout);

    /// <summary>
    /// Creates a small pool for trainings and imports, whose statements may take as long as
    /// <see cref="DatabaseOptions.BulkTimeout"/> says. They take no connection from requests.
    /// </summary>
    /// <inheritdoc cref="Create"/>
    public static NpgsqlDataSource CreateBulk(
        string connectionString, TokenPassword? password = null, DatabaseOptions? options = null) =>
        Build(connectionString, password, options, BulkConnections, (options ?? new DatabaseOptions()).BulkTimeout);

    private static NpgsqlDataSource Build(
        string connectionString, TokenPassword? password, DatabaseOptions? options, int connections, TimeSpan? statementTimeout)
    {
        var defaults = new NpgsqlConnectionStringBuilder();
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = 64;
            settings.AutoPrepareMinUsages = 2;
        }

        // More connections than the database has processors for only make every statement slower.
        if (settings.MaxPoolSize == defaults.MaxPoolSize)
            settings.MaxPoolSize = Math.Max(connections, settings.MinPoolSize);
        if (statementTimeout is { } timeout && settings.CommandTimeout == defaults.CommandTimeout)
            settings.CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds);
        if (options is not null && settings.Timeout == defaults.Timeout)
            settings.Timeout = (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds);
        // The driver cancels a statement that timed out and closes its connection without waiting for the cancellation.
        if (options is not null && settings.CancellationTimeout == defaults.CancellationTimeout)
            settings.CancellationTimeout = -1;
        // No statement leaves state in its session, and a reset would run seven statements before each of
        // ours and cost more than it.
        settings.NoResetOnClose = true;
        settings.ApplicationName ??= "recofilm";
        // The pool's name in metrics, which would otherwise be the connection string.
        builder.Name ??= "recofilm";
        if (password is not null)
            builder.UsePasswordProvider(_ => password.Get(), (_, cancellationToken) => password.GetAsync(cancellationToken));
        return builder.Build();
    }
}
