namespace Recofilm.Testing.FunctionsHost;

/// <summary>A request with its function and message, which can be sent any number of times.</summary>
public sealed class PreparedRequest
{
    internal PreparedRequest(HostedFunction function, TriggerInput input) => (Function, Input) = (function, input);

    /// <summary>The function that the request invokes.</summary>
    public HostedFunction Function { get; }

    internal TriggerInput Input { get; }
}
