namespace Recofilm.Functions.Hosting;

/// <summary>A function that time starts: through the Functions host, or by this program's own schedule without one.</summary>
internal interface ITimerFunction
{
    /// <summary>Does the work.</summary>
    /// <param name="isPastDue">Whether this run makes up for one that was missed.</param>
    /// <param name="cancellationToken">Cancelled when the program stops.</param>
    /// <returns>Lines for the log of the run.</returns>
    /// <exception cref="Exception">The run failed, which the host then records.</exception>
    Task<IReadOnlyList<string>> RunAsync(bool isPastDue, CancellationToken cancellationToken);
}

/// <summary>A timer function that this program has.</summary>
/// <param name="Name">The name of its folder, which is also the path that the Functions host posts to.</param>
/// <param name="Resolve">Makes it.</param>
internal sealed record TimerRegistration(string Name, Func<IServiceProvider, ITimerFunction> Resolve);
