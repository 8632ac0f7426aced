using System.Threading.RateLimiting;
using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>
/// An open connection with its permit; both are returned together. A statement that times out, or whose caller is gone, is
/// abandoned without a cancellation: a cancellation would hang like the database itself. The connection and its permit return
/// when the driver has given the statement up.
/// </summary>
public sealed class AdmittedConnection : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly RateLimitLease _permit;
    private readonly TimeSpan _timeout;
    private Task _running = Task.CompletedTask;

    /// <param name="connection">The connection.</param>
    /// <param name="permit">From <see cref="ConnectionAdmission"/>.</param>
    /// <param name="timeout">The longest time a statement may take.</param>
    internal AdmittedConnection(NpgsqlConnection connection, RateLimitLease permit, TimeSpan timeout) =>
        (_connection, _permit, _timeout) = (connection, permit, timeout);

    private int Seconds => (int)Math.Ceiling(_timeout.TotalSeconds);

    /// <summary>Creates a statement on this connection.</summary>
    public AdmittedCommand CreateCommand(string sql) =>
        new(this, new NpgsqlCommand(sql, _connection) { CommandTimeout = Seconds });

    /// <summary>Creates a batch of statements that take one round trip on this connection.</summary>
    public AdmittedBatch CreateBatch() => new(this, new NpgsqlBatch(_connection) { Timeout = Seconds });

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_running.IsCompleted)
            return GiveBackAsync();
        _ = GiveBackLaterAsync();
        return ValueTask.CompletedTask;
    }

    /// <exception cref="TimeoutException">The database does not answer in time.</exception>
    internal Task<T> WaitAsync<T>(Task<T> running, CancellationToken cancellationToken)
    {
        _running = running;
        return running.WaitAsync(_timeout, cancellationToken);
    }

    private async ValueTask GiveBackAsync()
    {
        await _connection.DisposeAsync();
        _permit.Dispose();
    }

    private async Task GiveBackLaterAsync()
    {
        // The caller has got the statement's failure already.
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await GiveBackAsync();
    }
}

/// <summary>A statement on an <see cref="AdmittedConnection"/>.</summary>
public readonly struct AdmittedCommand
{
    private readonly AdmittedConnection _connection;
    private readonly NpgsqlCommand _command;

    internal AdmittedCommand(AdmittedConnection connection, NpgsqlCommand command) =>
        (_connection, _command) = (connection, command);

    /// <summary>The parameters of the statement.</summary>
    public NpgsqlParameterCollection Parameters => _command.Parameters;

    /// <summary>Runs the statement and returns its rows.</summary>
    /// <exception cref="TimeoutException">The database does not answer in time.</exception>
    public Task<NpgsqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken) =>
        _connection.WaitAsync(_command.ExecuteReaderAsync(CancellationToken.None), cancellationToken);

    /// <summary>Runs the statement and returns the first value of its first row.</summary>
    /// <exception cref="TimeoutException">The database does not answer in time.</exception>
    public Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        _connection.WaitAsync(_command.ExecuteScalarAsync(CancellationToken.None), cancellationToken);

    /// <summary>Runs the statement and returns the number of rows that it changed.</summary>
    /// <exception cref="TimeoutException">The database does not answer in time.</exception>
    public Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        _connection.WaitAsync(_command.ExecuteNonQueryAsync(CancellationToken.None), cancellationToken);
}

/// <summary>Several statements on an <see cref="AdmittedConnection"/>, which run in one round trip.</summary>
public readonly struct AdmittedBatch
{
    private readonly AdmittedConnection _connection;
    private readonly NpgsqlBatch _batch;

    internal AdmittedBatch(AdmittedConnection connection, NpgsqlBatch batch) => (_connection, _batch) = (connection, batch);

    /// <summary>The statements.</summary>
    public NpgsqlBatchCommandCollection BatchCommands => _batch.BatchCommands;

    /// <summary>Runs the statements and returns their rows.</summary>
    /// <exception cref="TimeoutException">The database does not answer in time.</exception>
    public Task<NpgsqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken) =>
        _connection.WaitAsync(_batch.ExecuteReaderAsync(CancellationToken.None), cancellationToken);
}
