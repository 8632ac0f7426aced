using Npgsql;
using Recofilm.Core.Database;

namespace Recofilm.Functions.Status;

/// <summary>
/// Asks whether the database answers. All callers of a second share one question, because health checks need no token and must
/// not take the connections of requests. Thread-safe.
/// </summary>
internal sealed class DatabaseReachability(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _maxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Question? _latest;

    /// <summary>Returns whether the database answers, and the time that it took.</summary>
    public Task<(bool Answers, TimeSpan Latency)> AskAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_latest is null || (_latest.Answer.IsCompleted && time.GetElapsedTime(_latest.AskedAt) > _maxAge))
                _latest = new Question(time.GetTimestamp(), Task.Run(AnswerAsync, CancellationToken.None));
            return _latest.Answer.WaitAsync(cancellationToken);
        }
    }

    // A hanging database would not answer a cancellation either, so the query is not cancelled but ends by its own time-out.
    private async Task<(bool Answers, TimeSpan Latency)> AnswerAsync()
    {
        var start = time.GetTimestamp();
        try
        {
            await QueryAsync().WaitAsync(_timeout, time);
            return (true, time.GetElapsedTime(start));
        }
        catch (Exception exception) when (DatabaseErrors.MeansUnavailable(exception))
        {
            return (false, time.GetElapsedTime(start));
        }
    }

    private async Task QueryAsync()
    {
        await using var command = database.CreateCommand("SELECT 1");
        command.CommandTimeout = (int)_timeout.TotalSeconds;
        await command.ExecuteScalarAsync();
    }

    private sealed record Question(long AskedAt, Task<(bool Answers, TimeSpan Latency)> Answer);
}
