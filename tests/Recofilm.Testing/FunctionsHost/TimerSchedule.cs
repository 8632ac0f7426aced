using System.Globalization;
using System.Text.Json;
using NCrontab;
using Recofilm.Testing.FunctionsHost.Protocol;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>
/// The schedule of a timer and the input of its function (TimerSchedule, CronSchedule, TimerInfo, ScheduleStatus). The host
/// uses local time, which is UTC in Azure and here.
/// </summary>
internal sealed class TimerSchedule
{
    private readonly Func<DateTime, DateTime> _next;

    private TimerSchedule(Func<DateTime, DateTime> next) => _next = next;

    /// <summary>Parses five or six fields of cron, or a time span.</summary>
    /// <exception cref="FunctionsHostException">The text is neither.</exception>
    public static TimerSchedule Parse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (CrontabSchedule.TryParse(expression, new() { IncludingSeconds = fields == 6 }) is { } cron)
            return new TimerSchedule(cron.GetNextOccurrence);
        if (TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var period))
            return new TimerSchedule(now => now + period);
        throw new FunctionsHostException($"The schedule must be a cron expression or a time span; got '{expression}'.");
    }

    /// <summary>Returns the first due time after a time.</summary>
    public DateTimeOffset Next(DateTimeOffset now) => new(_next(now.UtcDateTime), TimeSpan.Zero);

    /// <summary>Creates the input of an invocation.</summary>
    /// <param name="due">The due time; the status calls it next, because it is recorded after the function has run.</param>
    /// <param name="last">The invocation before it; <see langword="null"/> when the host knows of none.</param>
    /// <param name="isPastDue">Whether the timer was due while no host ran.</param>
    public TriggerInput At(DateTimeOffset due, DateTimeOffset? last, bool isPastDue)
    {
        // The host keeps no status of a timer that fires more often than once a minute.
        var next = Next(due);
        var isMonitored = Next(next) - next >= TimeSpan.FromMinutes(1);
        var recorded = (last ?? default).UtcDateTime;
        var info = new
        {
            Schedule = new { AdjustForDST = true },
            ScheduleStatus = isMonitored ? new { Last = recorded, Next = due.UtcDateTime, LastUpdated = recorded } : null,
            IsPastDue = isPastDue,
        };
        return new TriggerInput(
            new TypedData { Json = JsonSerializer.Serialize(info) },
            new Dictionary<string, TypedData>
            {
                ["TimerTrigger"] = new() { String = due.UtcDateTime.ToString(CultureInfo.InvariantCulture) },
            });
    }
}
