using Recofilm.Core.Configuration;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.Requests;

/// <summary>Finds the errors of a request by the description of its endpoint, before the handler runs.</summary>
internal static class RequestFaults
{
    /// <summary>Returns an error for each unknown query parameter; none for an endpoint without parameter metadata.</summary>
    public static IEnumerable<FieldError> UnknownParameters(HttpContext context)
    {
        if (context.Request.Query.Count == 0 || ParametersOf(context) is not { } parameters)
            return [];
        string[] known =
            [.. parameters.Select(parameter => parameter.Name).Where(name => !context.Request.RouteValues.ContainsKey(name))];
        return context.Request.Query.Keys.Except(known).Select(name => new FieldError(name, NearestName.Describe(name, known)));
    }

    /// <summary>Returns the same, and an error for each parameter of path or query with an invalid value.</summary>
    public static IEnumerable<FieldError> InParameters(HttpContext context) =>
    [
        .. UnknownParameters(context),
        .. (ParametersOf(context) ?? []).Where(parameter => !IsValid(parameter, context.Request))
            .Select(parameter => new FieldError(parameter.Name, parameter.Expectation)),
    ];

    /// <summary>Returns the answer that names all errors.</summary>
    public static ProblemException Invalid(IReadOnlyList<FieldError> errors)
    {
        var detail = string.Join("; ", errors.Select(error => $"{error.Field} {error.Detail}"));
        if (!detail.EndsWith('?'))
            detail += '.';
        return new ProblemException(new Problem(ProblemType.InvalidParameter, detail, [.. errors]));
    }

    private static IReadOnlyList<Parameter>? ParametersOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ParametersMetadata>()?.Parameters;

    private static bool IsValid(Parameter parameter, HttpRequest request)
    {
        if (request.RouteValues.TryGetValue(parameter.Name, out var value))
            return parameter.Accepts(value as string ?? "");
        var values = request.Query[parameter.Name];
        return values.Count <= parameter.MaximumOccurrences && values.All(text => parameter.Accepts(text ?? ""));
    }
}
