using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>Opens the database as the stores expect it.</summary>
public static class RecofilmDataSource
{
    /// <summary>
    /// A pool of connections on which every statement is prepared at its second use, in the same round trip that runs
    /// it. Settings in the connection string win.
    /// </summary>
    /// <param name="connectionString">An Npgsql connection string.</param>
    /// <param name="password">Where passwords come from when the connection string has none.</param>
    /// <param name="maxConnections">How many connections the pool has at most, where the connection string does not say.</param>
    /// <exception cref="ArgumentException">The connection string is malformed.</exception>
    public static NpgsqlDataSource Create(
        string connectionString, TokenPassword? password = null, int maxConnections = DatabaseOptions.DefaultMaxConnections)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = 64;
            settings.AutoPrepareMinUsages = 2;
        }

        // More connections than a database has processors for make every statement slower, and none of them sooner.
        if (settings.MaxPoolSize == new NpgsqlConnectionStringBuilder().MaxPoolSize)
            settings.MaxPoolSize = Math.Max(maxConnections, settings.MinPoolSize);
        // No statement leaves anything behind in its session, and seven statements before each of ours would cost more than it.
        settings.NoResetOnClose = true;
        settings.ApplicationName ??= "recofilm";
        // The pool's name in metrics; it would be the connection string.
        builder.Name ??= "recofilm";
        if (password is not null)
            builder.UsePasswordProvider(_ => password.Get(), (_, cancellationToken) => password.GetAsync(cancellationToken));
        return builder.Build();
    }
}
