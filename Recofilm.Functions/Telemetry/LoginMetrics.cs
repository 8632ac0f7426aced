using System.Diagnostics;
using System.Diagnostics.Metrics;
using Recofilm.Core.Configuration;

namespace Recofilm.Functions.Telemetry;

/// <summary>Counts logins by their outcome.</summary>
internal sealed class LoginMetrics
{
    private readonly Counter<long> _logins;

    /// <summary>Creates the instruments; the counts begin at zero, so that the first failure is an increase.</summary>
    public LoginMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Recofilm.Authentication");
        _logins = meter.CreateCounter<long>(
            "recofilm.logins", "{login}", "Logins, by outcome; throttled: refused before the key was checked.");
        foreach (var outcome in Enum.GetValues<LoginOutcome>())
            Add(0, outcome);
    }

    /// <summary>Counts a login.</summary>
    public void Count(LoginOutcome outcome) => Add(1, outcome);

    private void Add(long count, LoginOutcome outcome) =>
        _logins.Add(count, new TagList { { "outcome", outcome.ToSnakeCase() } });
}

/// <summary>The outcome of a login.</summary>
internal enum LoginOutcome
{
    /// <summary>A token was issued.</summary>
    Succeeded,

    /// <summary>The user does not exist, or the key is wrong.</summary>
    Refused,

    /// <summary>The address exceeded its limit of attempts.</summary>
    Throttled,
}
