using System.Threading.RateLimiting;
using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>
/// Opens connections for requests, as many at a time as the pool has. Some more requests wait in order, and the rest are
/// refused at once: an overloaded program answers some requests in time instead of all of them too late. A permit lasts as
/// long as its connection, so no permit is held while a client sends its body or reads the answer. Trainings and other
/// background work open connections from the data source itself and are never refused.
/// </summary>
public sealed class ConnectionAdmission : IDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly ConcurrencyLimiter _limiter;
    private readonly TimeSpan _queueTimeout;
    private readonly TimeSpan _connectTimeout;
    private readonly TimeSpan _commandTimeout;
    private readonly TimeSpan _longCommandTimeout;
    private readonly AdmissionMetrics? _metrics;
    private readonly int _queueLength;
    private int _waiting;

    /// <summary>Admits as many connections as the pool of <paramref name="dataSource"/> has.</summary>
    /// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
    /// <param name="options">The length of the queue and the time-outs; the defaults if left out.</param>
    /// <param name="metrics">Counts refusals; <see langword="null"/> counts none.</param>
    public ConnectionAdmission(NpgsqlDataSource dataSource, DatabaseOptions? options = null, AdmissionMetrics? metrics = null)
    {
        options ??= new DatabaseOptions();
        _dataSource = dataSource;
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = new NpgsqlConnectionStringBuilder(dataSource.ConnectionString).MaxPoolSize,
            QueueLimit = options.QueueLength,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _queueTimeout = options.QueueTimeout;
        _connectTimeout = options.ConnectTimeout;
        _commandTimeout = options.CommandTimeout;
        _longCommandTimeout = options.BackgroundTimeout;
        _metrics = metrics;
        _queueLength = options.QueueLength;
    }

    /// <summary>
    /// Whether a request that comes now is refused, for the queue is full; counts the refusal. Asked before anything else is done
    /// for a request, so that refusals cost next to nothing and leave the processors to the requests that are admitted.
    /// </summary>
    public bool RefusesAtOnce()
    {
        // Without a queue, a request learns whether a connection is free when it asks for one.
        if (_queueLength == 0 || Volatile.Read(ref _waiting) < _queueLength)
            return false;
        _metrics?.Count(RefusalReason.QueueFull);
        return true;
    }

    /// <summary>Opens a connection for one statement or batch. Its disposal admits the next request.</summary>
    /// <exception cref="OverloadedException">Too many requests wait already, or no connection became free in time.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    /// <exception cref="TimeoutException">The database does not answer in time.</exception>
    public ValueTask<AdmittedConnection> OpenAsync(CancellationToken cancellationToken = default) =>
        OpenAsync(_commandTimeout, cancellationToken);

    /// <summary>
    /// Opens a connection for a statement whose time grows with the data, such as the deletion of a movie with all its ratings.
    /// It may take as long as <see cref="DatabaseOptions.BackgroundTimeout"/> says.
    /// </summary>
    /// <inheritdoc cref="OpenAsync(CancellationToken)"/>
    public ValueTask<AdmittedConnection> OpenForLongAsync(CancellationToken cancellationToken = default) =>
        OpenAsync(_longCommandTimeout, cancellationToken);

    private async ValueTask<AdmittedConnection> OpenAsync(TimeSpan commandTimeout, CancellationToken cancellationToken)
    {
        var permit = await AcquireAsync(cancellationToken);
        var opening = _dataSource.OpenConnectionAsync(CancellationToken.None);
        if (opening.IsCompletedSuccessfully)
            return new AdmittedConnection(opening.Result, permit, commandTimeout);
        var opened = opening.AsTask();
        try
        {
            return new AdmittedConnection(await opened.WaitAsync(_connectTimeout, cancellationToken), permit, commandTimeout);
        }
        catch
        {
            _ = AbandonAsync(opened, permit);
            throw;
        }
    }

    // The permit lasts as long as the attempt to connect, since that occupies a place in the pool.
    private static async Task AbandonAsync(Task<NpgsqlConnection> opened, RateLimitLease permit)
    {
        await ((Task)opened).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opened.IsCompletedSuccessfully)
            await opened.Result.DisposeAsync();
        permit.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    private ValueTask<RateLimitLease> AcquireAsync(CancellationToken cancellationToken)
    {
        var permit = _limiter.AttemptAcquire();
        return permit.IsAcquired ? new ValueTask<RateLimitLease>(permit) : WaitAsync(cancellationToken);
    }

    private async ValueTask<RateLimitLease> WaitAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_queueTimeout);
        RateLimitLease permit;
        Interlocked.Increment(ref _waiting);
        try
        {
            permit = await _limiter.AcquireAsync(1, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _metrics?.Count(RefusalReason.WaitedTooLong);
            throw new OverloadedException();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        if (permit.IsAcquired)
            return permit;
        _metrics?.Count(RefusalReason.QueueFull);
        throw new OverloadedException();
    }
}
