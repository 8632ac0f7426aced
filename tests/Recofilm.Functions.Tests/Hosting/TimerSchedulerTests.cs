using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.Tests.Hosting;

public sealed class TimerSchedulerTests
{
    private readonly ObservedTime _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
    private readonly CountingFunction _function = new();

    [Fact]
    public async Task A_function_runs_at_its_time_and_again_the_next_day()
    {
        using var scheduler = Start("0 15 3 * * *");
        await scheduler.StartAsync(TestContext.Current.CancellationToken);
        await _time.DelayedAsync();
        _time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(0, _function.Runs);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _function.ReachedAsync(1);
        for (var hour = 1; hour <= 24; hour++)
        {
            await _time.DelayedAsync();
            Assert.Equal(1, _function.Runs);
            _time.Advance(TimeSpan.FromHours(1));
        }

        await _function.ReachedAsync(2);
        await scheduler.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_failed_run_does_not_end_the_schedule()
    {
        _function.Fails = true;
        using var scheduler = Start("0 0 * * * *");
        await scheduler.StartAsync(TestContext.Current.CancellationToken);
        for (var run = 1; run <= 2; run++)
        {
            await _time.DelayedAsync();
            _time.Advance(TimeSpan.FromHours(1));
            await _function.ReachedAsync(run);
        }

        await scheduler.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("0 15 3 * * *", "2026-11-24T03:15:00Z")]
    [InlineData("0 */15 * * * *", "2026-11-24T03:15:00Z")]
    [InlineData("30 0 5 * * *", "2026-11-24T05:00:30Z")]
    public async Task A_schedule_has_six_fields_in_utc(string schedule, string due)
    {
        using var scheduler = Start(schedule);
        await scheduler.StartAsync(TestContext.Current.CancellationToken);
        var wait = DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture) - _time.GetUtcNow();
        for (var hours = 0; hours < (int)wait.TotalHours; hours++)
        {
            await _time.DelayedAsync();
            _time.Advance(TimeSpan.FromHours(1));
        }

        await _time.DelayedAsync();
        _time.Advance(TimeSpan.FromTicks(wait.Ticks % TimeSpan.TicksPerHour) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, _function.Runs);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _function.ReachedAsync(1);
        await scheduler.StopAsync(TestContext.Current.CancellationToken);
    }

    private TimerScheduler<CountingFunction> Start(string schedule)
    {
        _function.Schedule = schedule;
        return new(_function, new ConfigurationBuilder().Build(), _time, NullLogger<CountingFunction>.Instance);
    }

    /// <summary>A clock that tells when somebody has begun to wait, so that a test moves it neither too early nor late.</summary>
    private sealed class ObservedTime(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private readonly Channel<bool> _delays = Channel.CreateUnbounded<bool>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _delays.Writer.TryWrite(true);
            return timer;
        }

        public async Task DelayedAsync() => await _delays.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    private sealed class CountingFunction : ITimerFunction
    {
        private readonly Channel<bool> _ran = Channel.CreateUnbounded<bool>();
        private volatile int _runs;

        public int Runs => _runs;

        public bool Fails { get; set; }

        public static string Name => "count";

        public string Schedule { get; set; } = "";

        public Task RunAsync(TimerInfo timer, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _runs);
            _ran.Writer.TryWrite(true);
            return Fails ? throw new InvalidOperationException("It failed.") : Task.CompletedTask;
        }

        public async Task ReachedAsync(int runs)
        {
            while (_runs < runs)
                await _ran.Reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(runs, _runs);
        }
    }
}
