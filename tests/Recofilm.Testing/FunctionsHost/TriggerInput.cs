using Recofilm.Testing.FunctionsHost.Protocol;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>The input of an invocation.</summary>
/// <param name="Data">The value of the trigger's binding.</param>
/// <param name="Metadata">The metadata of the trigger by name.</param>
internal sealed record TriggerInput(TypedData Data, IReadOnlyDictionary<string, TypedData>? Metadata = null);
