namespace Recofilm.Functions.Hosting;

/// <summary>Names the function whose invocations reach an endpoint.</summary>
/// <param name="Function">The name in the function's attribute.</param>
internal sealed record FunctionMetadata(string Function);

/// <summary>Attaches <see cref="FunctionMetadata"/>.</summary>
internal static class FunctionMetadataExtensions
{
    /// <summary>Names the endpoint's function; an endpoint without one is reached through the catch-all.</summary>
    public static TBuilder WithFunction<TBuilder>(this TBuilder endpoint, string function)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new FunctionMetadata(function));
}
