using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Bulk;

/// <summary>
/// Lets one bulk request at a time into the database. Each holds a connection for as long as its client sends, and two would wait
/// for each other's locks anyway.
/// </summary>
internal sealed class BulkTurn
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(5);
    private int _taken;

    /// <summary>Takes the turn; disposing of the result gives it back.</summary>
    /// <exception cref="ProblemException">Another request has it.</exception>
    public IDisposable Take() => Interlocked.Exchange(ref _taken, 1) == 0
        ? new Turn(this)
        : throw new ProblemException(new Problem(
            ProblemType.BulkRunning, "Another bulk request is under way; send this one again.")
        {
            RetryAfter = _retry,
        });

    private sealed class Turn(BulkTurn owner) : IDisposable
    {
        public void Dispose() => Interlocked.Exchange(ref owner._taken, 0);
    }
}
