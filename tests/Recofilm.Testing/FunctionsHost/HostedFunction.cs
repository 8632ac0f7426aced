using Recofilm.Testing.FunctionsHost.Protocol;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>A function that the host accepted.</summary>
public sealed class HostedFunction
{
    internal HostedFunction(RpcFunctionMetadata metadata, IReadOnlyList<FunctionBinding> bindings)
    {
        Metadata = metadata;
        Bindings = bindings;
        Trigger = bindings.Single(binding => binding.IsTrigger);
    }

    /// <summary>The name; the host tries HTTP routes in the order of names.</summary>
    public string Name => Metadata.Name;

    /// <summary>The trigger's type in lower case, such as <c>httptrigger</c>.</summary>
    public string TriggerType => Trigger.Type.ToLowerInvariant();

    /// <summary>The HTTP route without the prefix; the name by default.</summary>
    public string Route => Trigger.Text("route") is { Length: > 0 } route ? route : Name;

    /// <summary>The HTTP methods; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Methods => Trigger.Texts("methods");

    /// <summary>The callers allowed over HTTP: <c>Anonymous</c>, or otherwise callers with a key of the host.</summary>
    public string AuthLevel => Trigger.Text("authLevel") ?? "Function";

    /// <summary>The timer's schedule, as the function declares it.</summary>
    public string? Schedule => Trigger.Text("schedule");

    /// <summary>The queue's name, as the function declares it.</summary>
    public string? QueueName => Trigger.Text("queueName");

    /// <summary>Whether a setting disabled the function.</summary>
    public bool IsDisabled { get; internal init; }

    internal RpcFunctionMetadata Metadata { get; }

    internal IReadOnlyList<FunctionBinding> Bindings { get; }

    internal FunctionBinding Trigger { get; }
}
