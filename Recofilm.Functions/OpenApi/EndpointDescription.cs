using Recofilm.Functions.Errors;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.OpenApi;

/// <summary>What the API description says of an endpoint beyond what its signature tells.</summary>
/// <param name="Parameters">Parameters of path and query.</param>
internal sealed record ParametersMetadata(IReadOnlyList<Parameter> Parameters);

/// <summary>A request and its answer, as JSON.</summary>
/// <param name="Request">The body of a request, or <see langword="null"/>.</param>
/// <param name="Answer">The body of a successful answer, or <see langword="null"/>.</param>
internal sealed record ExampleMetadata(string? Request, string? Answer);

/// <summary>Describes endpoints.</summary>
internal static class EndpointDescription
{
    /// <summary>Says what an endpoint does and takes.</summary>
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder endpoint, string tag, string summary, string description, params Parameter[] parameters) =>
        endpoint.WithTags(tag).WithSummary(summary).WithDescription(description).WithMetadata(new ParametersMetadata(parameters));

    /// <summary>Shows a request and its answer.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder endpoint, string? request = null, string? answer = null) =>
        endpoint.WithMetadata(new ExampleMetadata(request, answer));

    /// <summary>Names the errors that a client must expect; any may also answer 500 or 503.</summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<ProblemBody>(status, Problem.MediaType);
        return endpoint;
    }
}
