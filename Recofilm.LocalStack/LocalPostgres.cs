using Npgsql;

namespace Recofilm.LocalStack;

/// <summary>
/// A PostgreSQL server for this process: an installed one of version 15 or newer, otherwise the embedded one. It never
/// runs as root, is reachable from this machine only, has a random password, and stops with this process.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    private const string Signal = "INT"; // PostgreSQL's fast shutdown
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private readonly ChildProcess _server;
    private readonly FolderLock _lock;
    private readonly string _password;

    private LocalPostgres(ChildProcess server, FolderLock folderLock, int port, string password)
    {
        (_server, _lock, Port, _password) = (server, folderLock, port, password);
    }

    /// <summary>The port of 127.0.0.1 that it listens on.</summary>
    public int Port { get; }

    /// <summary>The operating system's identifier of the server.</summary>
    public int ProcessId => _server.Id;

    /// <summary>Returns the connection string of a database, as superuser.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = PostgresCluster.UserName,
        Password = _password,
        Database = database,
    }.ConnectionString;

    /// <summary>Starts the server in a folder; creates its files the first time, and ends a killed run's server first.</summary>
    /// <exception cref="LocalStartException">
    /// No server is installed, the port is taken, another process uses the folder, or the server does not start; the
    /// message holds the end of its log.
    /// </exception>
    public static async Task<LocalPostgres> StartAsync(
        LocalPostgresOptions options, CancellationToken cancellationToken = default)
    {
        var folder = Path.GetFullPath(options.Folder);
        Directory.CreateDirectory(folder);
        var folderLock = FolderLock.TryTake(Path.Combine(folder, "lock"))
            ?? throw new LocalStartException($"Another process runs PostgreSQL in {folder}.");
        try
        {
            var data = OpenFolders.DataOf(folder);
            await StaleProcess.StopAsync(Path.Combine(data, "postmaster.pid"), data, Signal, cancellationToken);
            var cluster = await PostgresCluster.EnsureAsync(options, cancellationToken);
            return await StartAsync(cluster, options, folderLock, cancellationToken);
        }
        catch
        {
            await folderLock.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a database when none has that name.</summary>
    public async Task EnsureDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = name } },
        };
        if (await find.ExecuteScalarAsync(cancellationToken) is not null)
            return;
        await using var create = new NpgsqlCommand(
            $"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Shuts the server down and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(Signal, StopTimeout);
        _server.Dispose();
        await _lock.DisposeAsync();
    }

    private static async Task<LocalPostgres> StartAsync(
        PostgresCluster cluster, LocalPostgresOptions options, FolderLock folderLock, CancellationToken cancellationToken)
    {
        const int attempts = 3;
        for (var attempt = 1; ; attempt++)
        {
            var port = Loopback.Claim(options.Port, "PostgreSQL");
            var log = Path.Combine(cluster.Data, "server.log");
            var child = await ChildProcess.StartAsync(
                [cluster.Binaries.Program("postgres"), "-D", cluster.Data, .. Settings(port, options.Durable)],
                log, cluster.User, Signal, folder: cluster.Data);
            var server = new LocalPostgres(child, folderLock, port, cluster.Password);
            if (await server.IsReadyAsync(options.StartTimeout, cancellationToken))
                return server;

            var tail = child.LogTail();
            await child.StopAsync(Signal, StopTimeout);
            child.Dispose();
            // Another program may take a free port before the server does.
            var portWasTaken = options.Port is null && !Loopback.IsFree(port);
            if (!portWasTaken || attempt == attempts)
                throw new LocalStartException($"PostgreSQL did not start on port {port}. The end of {log}:\n{tail}");
        }
    }

    private async Task<bool> IsReadyAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false, Timeout = 5 };
        try
        {
            while (!_server.HasExited && TimeProvider.System.GetElapsedTime(started) < timeout)
            {
                try
                {
                    await using var connection = new NpgsqlConnection(settings.ConnectionString);
                    await connection.OpenAsync(cancellationToken);
                    return true;
                }
                catch (NpgsqlException)
                {
                    await Task.Delay(Poll, cancellationToken);
                }
            }

            return false;
        }
        catch (OperationCanceledException)
        {
            await _server.StopAsync(Signal, StopTimeout);
            _server.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Settings(int port, bool durable)
    {
        string[] settings =
        [
            $"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200",
            "shared_buffers=256MB", "max_wal_size=4GB", "log_min_messages=warning",
            // No server replicates from it, so PostgreSQL need not log a bulk load into a new table.
            "wal_level=minimal", "max_wal_senders=0",
        ];
        string[] unsafeSettings = durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
        return settings.Concat(unsafeSettings).SelectMany(setting => (string[])["-c", setting]);
    }
}
