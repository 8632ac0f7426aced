using Microsoft.Azure.Functions.Worker;

namespace Recofilm.Functions.Hosting;

/// <summary>A function that a timer starts: the Functions host by its trigger, or this program's scheduler.</summary>
internal interface ITimerFunction
{
    /// <summary>The function's name.</summary>
    static abstract string Name { get; }

    /// <summary>
    /// The schedule: a cron expression of six fields, seconds first, in UTC. The function's trigger names the same setting.
    /// </summary>
    string Schedule { get; }

    /// <summary>Runs the function once.</summary>
    /// <exception cref="Exception">The run failed; the caller logs it.</exception>
    Task RunAsync(TimerInfo timer, CancellationToken cancellationToken);
}
