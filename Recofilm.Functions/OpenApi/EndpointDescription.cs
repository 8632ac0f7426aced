using Recofilm.Functions.Requests;

namespace Recofilm.Functions.OpenApi;

/// <summary>The part of an endpoint's API description that its signature does not show.</summary>
/// <param name="Parameters">The parameters of path and query.</param>
internal sealed record ParametersMetadata(IReadOnlyList<Parameter> Parameters);

/// <summary>A request and its answer, as JSON.</summary>
/// <param name="Request">The body of a request, or <see langword="null"/>.</param>
/// <param name="Answer">The body of a successful answer, or <see langword="null"/>.</param>
internal sealed record ExampleMetadata(string? Request, string? Answer);

/// <summary>Describes endpoints.</summary>
internal static class EndpointDescription
{
    /// <summary>Sets the summary, description and parameters of an endpoint.</summary>
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder endpoint, string summary, string description, params Parameter[] parameters)
    {
        endpoint.WithSummary(summary).WithDescription(description).WithMetadata(new ParametersMetadata(parameters));
        return parameters.Length == 0 ? endpoint.AddEndpointFilter<UnknownParameterFilter>() : endpoint;
    }

    /// <summary>Adds an example of a request and its answer.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder endpoint, string? request = null, string? answer = null) =>
        endpoint.WithMetadata(new ExampleMetadata(request, answer));

    /// <summary>Names the errors that a client must expect; every endpoint may also answer 500 or 503.</summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<ProblemBody>(status, Problem.MediaType);
        return endpoint;
    }
}
