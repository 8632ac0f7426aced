using System.Diagnostics;

namespace Recofilm.Testing;

/// <summary>Waits for what happens in another process or thread, and gives up with a message.</summary>
public static class Eventually
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(50);

    /// <summary>A busy machine may take long; a program that hangs must not hold the whole run up.</summary>
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(4);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">It is asked about twenty times a second.</param>
    /// <param name="awaited">What the message of a failure names, such as "the run has ended".</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <exception cref="TimeoutException">The condition did not hold within four minutes.</exception>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, string awaited, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > _limit)
                throw new TimeoutException($"After {_limit.TotalMinutes:0} minutes it still does not hold that {awaited}.");
            await Task.Delay(_interval, cancellation);
        }
    }

    /// <inheritdoc cref="IsTrueAsync(Func{Task{bool}}, string, CancellationToken)"/>
    public static Task IsTrueAsync(Func<bool> condition, string awaited, CancellationToken cancellation) =>
        IsTrueAsync(() => Task.FromResult(condition()), awaited, cancellation);

    /// <summary>Waits until something is there, and returns it.</summary>
    /// <exception cref="TimeoutException">It was not there within four minutes.</exception>
    public static async Task<T> ReturnsAsync<T>(Func<Task<T?>> find, string awaited, CancellationToken cancellation)
        where T : class
    {
        T? found = null;
        await IsTrueAsync(async () => (found = await find()) is not null, awaited, cancellation);
        return found!;
    }
}
