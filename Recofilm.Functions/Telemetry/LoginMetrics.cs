using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Recofilm.Functions.Telemetry;

/// <summary>Counts logins by how they ended, and users locked out by them.</summary>
internal sealed class LoginMetrics
{
    private readonly Counter<long> _logins;
    private readonly Counter<long> _lockouts;

    /// <summary>Makes the instruments; the counts begin at zero, so that the first failure is an increase.</summary>
    public LoginMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Recofilm.Authentication");
        _logins = meter.CreateCounter<long>(
            "recofilm.logins", "{login}", "Logins, by outcome; throttled: turned away before the key was looked at.");
        _lockouts = meter.CreateCounter<long>("recofilm.lockouts", "{lockout}", "Users locked out after failed logins.");
        foreach (var outcome in Enum.GetValues<LoginOutcome>())
            Add(0, outcome);
        _lockouts.Add(0);
    }

    /// <summary>Counts a login.</summary>
    public void Count(LoginOutcome outcome) => Add(1, outcome);

    /// <summary>Counts a lockout.</summary>
    public void CountLockout() => _lockouts.Add(1);

    private void Add(long count, LoginOutcome outcome) => _logins.Add(count, new TagList { { "outcome", NameOf(outcome) } });

    private static string NameOf(LoginOutcome outcome) => outcome switch
    {
        LoginOutcome.Succeeded => "succeeded",
        LoginOutcome.Refused => "refused",
        LoginOutcome.Locked => "locked",
        _ => "throttled",
    };
}

/// <summary>How a login ended.</summary>
internal enum LoginOutcome
{
    /// <summary>A token was issued.</summary>
    Succeeded,

    /// <summary>No such user, or another key.</summary>
    Refused,

    /// <summary>The user is locked out.</summary>
    Locked,

    /// <summary>The address had tried too often.</summary>
    Throttled,
}
