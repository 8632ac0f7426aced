using System.Text.Json.Serialization;

namespace Recofilm.Functions.Hosting;

/// <summary>What the Functions host posts to a timer function.</summary>
/// <param name="Data">The trigger's data by binding name.</param>
internal sealed record TimerInvocation(TimerData? Data)
{
    /// <summary>Whether this run makes up for one that was missed.</summary>
    [JsonIgnore]
    public bool IsPastDue => Data?.Timer?.IsPastDue ?? false;
}

/// <summary>The data of a timer trigger whose binding is named "timer".</summary>
/// <param name="Timer">The state of the timer.</param>
internal sealed record TimerData([property: JsonPropertyName("timer")] TimerState? Timer);

/// <summary>The state of a timer.</summary>
/// <param name="IsPastDue">Whether the run was due earlier.</param>
internal sealed record TimerState(bool IsPastDue);

/// <summary>
/// What the Functions host must be answered. An empty body, even with status 200, makes it wait until the function's
/// time is up.
/// </summary>
/// <param name="Outputs">Values of output bindings: none.</param>
/// <param name="Logs">Lines that the host writes to the run's log.</param>
/// <param name="ReturnValue">The value of a return binding: none.</param>
internal sealed record TimerAnswer(IReadOnlyDictionary<string, string> Outputs, IReadOnlyList<string> Logs, string? ReturnValue)
{
    /// <summary>An answer that holds nothing but log lines.</summary>
    public static TimerAnswer Of(IReadOnlyList<string> logs) => new(new Dictionary<string, string>(), logs, ReturnValue: null);
}

// The host's own protocol is in Pascal case, unlike the API.
[JsonSerializable(typeof(TimerInvocation))]
[JsonSerializable(typeof(TimerAnswer))]
internal sealed partial class TimerJson : JsonSerializerContext;
