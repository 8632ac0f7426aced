using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>
/// Finds the function for a request as the host does (WebScriptHostHttpRoutesManager, WebJobsRouteBuilder, WebJobsRouter): the
/// first route, in the order of functions' names, whose template and methods match. A method that no function declares matches
/// no route, so the host itself answers 404, never 405.
/// </summary>
internal sealed class FunctionRoutes
{
    private readonly RouteCollection _routes = new();

    /// <summary>Adds the routes of the HTTP functions.</summary>
    /// <param name="functions">All functions, in the order of their names.</param>
    /// <param name="prefix">The first part of every route; may be empty.</param>
    public FunctionRoutes(IEnumerable<HostedFunction> functions, string prefix)
    {
        var constraints = new DefaultInlineConstraintResolver(
            Options.Create(new RouteOptions()), new ServiceCollection().BuildServiceProvider());
        foreach (var function in functions.Where(function => function.TriggerType == "httptrigger"))
        {
            var methods = new Dictionary<string, object>();
            if (function.Methods is { } declared)
                methods.Add("httpMethod", new HttpMethodRouteConstraint([.. declared]));
            _routes.Add(new Route(
                new RouteHandler(context =>
                {
                    context.Items[typeof(HostedFunction)] = function;
                    return Task.CompletedTask;
                }),
                function.Name, prefix.Length == 0 ? function.Route : $"{prefix}/{function.Route}",
                defaults: null, constraints: methods, dataTokens: null, inlineConstraintResolver: constraints));
        }
    }

    /// <summary>Finds the function for a request; <see langword="null"/> when none matches.</summary>
    /// <param name="context">The request; needs a logger factory among its services.</param>
    public async Task<MatchedFunction?> MatchAsync(HttpContext context)
    {
        var route = new RouteContext(context);
        await _routes.RouteAsync(route);
        if (route.Handler is null)
            return null;
        await route.Handler(context);
        return new MatchedFunction((HostedFunction)context.Items[typeof(HostedFunction)]!, route.RouteData.Values);
    }
}

/// <summary>A function that a request matched.</summary>
/// <param name="Function">The function.</param>
/// <param name="Values">The values that the template read from the path.</param>
internal sealed record MatchedFunction(HostedFunction Function, RouteValueDictionary Values);
