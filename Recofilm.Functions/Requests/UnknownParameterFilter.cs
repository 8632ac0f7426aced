namespace Recofilm.Functions.Requests;

/// <summary>Refuses every query parameter of an endpoint that has none.</summary>
internal sealed class UnknownParameterFilter : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        FieldError[] faults = [.. RequestFaults.UnknownParameters(context.HttpContext)];
        return faults.Length == 0 ? next(context) : throw RequestFaults.Invalid(faults);
    }
}
