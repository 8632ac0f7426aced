using Microsoft.Net.Http.Headers;

namespace Recofilm.Functions.Hosting;

/// <summary>The methods that no endpoint handles itself: HEAD for everything that GET reads, and OPTIONS.</summary>
internal static class GeneralMethods
{
    /// <summary>
    /// Answers HEAD: the endpoint sees a GET, and the server leaves the body out. Must precede everything that reads the method.
    /// </summary>
    public static void UseHeadAsGet(this IApplicationBuilder app) => app.Use(next => context =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });

    /// <summary>
    /// Names HEAD and OPTIONS in the header Allow, where routing names the methods of a path's endpoints, and answers OPTIONS
    /// with it (RFC 9110, 9.3.7). Must precede routing.
    /// </summary>
    public static void UseOptions(this IApplicationBuilder app) => app.Use(next => async context =>
    {
        await next(context);
        var response = context.Response;
        if (response.StatusCode != StatusCodes.Status405MethodNotAllowed || response.HasStarted)
            return;
        var methods = response.Headers.GetCommaSeparatedValues(HeaderNames.Allow).ToList();
        if (methods.Contains(HttpMethods.Get))
            methods.Add(HttpMethods.Head);
        methods.Add(HttpMethods.Options);
        response.Headers.Allow = string.Join(", ", methods.Order(StringComparer.Ordinal));
        if (HttpMethods.IsOptions(context.Request.Method))
            response.StatusCode = StatusCodes.Status204NoContent;
    });
}
