using Recofilm.Core.Database;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Requests;

/// <summary>
/// Refuses requests of users, operators and services before their tokens and bodies are read while too many requests wait for the
/// database. A refusal that costs as much as an answer would leave nothing for the requests that are admitted.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="connections">The queue of requests that wait.</param>
internal sealed class LoadShedding(RequestDelegate next, ConnectionAdmission connections)
{
    private static readonly Problem _overloaded = ExceptionProblems.Of(new OverloadedException());

    /// <summary>Refuses the request or runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<AccessMetadata>() is not null && connections.RefusesAtOnce()
            ? _overloaded.ExecuteAsync(context)
            : next(context);
}
