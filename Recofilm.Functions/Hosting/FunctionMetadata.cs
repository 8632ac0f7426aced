namespace Recofilm.Functions.Hosting;

/// <summary>Names the function whose function.json lets requests through to an endpoint.</summary>
/// <param name="Function">The name of the function's folder.</param>
internal sealed record FunctionMetadata(string Function);

/// <summary>Attaches <see cref="FunctionMetadata"/>.</summary>
internal static class FunctionMetadataExtensions
{
    /// <summary>Says which function the endpoint belongs to; without it, it is reached through the catch-all.</summary>
    public static TBuilder WithFunction<TBuilder>(this TBuilder endpoint, string function)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new FunctionMetadata(function));
}
