namespace Recofilm.Functions.Hosting;

/// <summary>Answers HEAD for every GET endpoint: the endpoint sees a GET, and the server leaves the body out.</summary>
internal static class HeadRequests
{
    /// <summary>Adds this to the pipeline; routing must come later.</summary>
    public static void UseHeadAsGet(this IApplicationBuilder app) => app.Use(next => context =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });
}
