namespace Recofilm.Testing.FunctionsHost;

/// <summary>Runs a timer's function by its schedule, one run at a time (TimerListener).</summary>
internal sealed class TimerListener(
    HostedFunction function, TimerSchedule schedule,
    Func<HostedFunction, TriggerInput, CancellationToken, Task<InvocationResult>> invoke) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private DateTimeOffset? _last;
    private Task _running = Task.CompletedTask;

    /// <summary>Whether a setting disabled the function.</summary>
    public bool IsDisabled => function.IsDisabled;

    /// <summary>Starts to wait for the next time.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Creates the invocation of a timer that is due now.</summary>
    public TriggerInput InputAt(DateTimeOffset due, bool isPastDue) => schedule.At(due, _last, isPastDue);

    /// <summary>Cancels the function if it runs, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var now = TimeProvider.System.GetUtcNow();
                var due = schedule.Next(now);
                await Task.Delay(due - now, _stop.Token);
                await invoke(function, InputAt(due, isPastDue: false), _stop.Token);
                _last = due;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }
}
