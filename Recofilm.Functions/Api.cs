using Recofilm.Functions.Assistants;
using Recofilm.Functions.Bulk;
using Recofilm.Functions.Exports;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.Models;
using Recofilm.Functions.Movies;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Ratings;
using Recofilm.Functions.Recommendations;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;
using Recofilm.Functions.Status;
using Recofilm.Functions.Telemetry;
using Recofilm.Functions.Training;
using Recofilm.Functions.Users;
using Recofilm.Functions.Website;

namespace Recofilm.Functions;

/// <summary>The API: its services, its middleware in order, and its endpoints by feature.</summary>
internal static class ApiExtensions
{
    /// <summary>Registers what the pipeline needs.</summary>
    public static void AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRecofilmHttp(configuration);
        services.AddRecofilmAuthentication(configuration);
        services.AddRecofilmOpenApi();
        services.AddWebsiteFiles(configuration);
        services.AddSingleton<CallerContext>();
        services.AddSingleton<DatabaseReachability>();
        services.AddSingleton<BulkTurn>();
        McpFunction.AddServices(services);
    }

    /// <summary>Adds the middleware. The first line sees a request first and its response last.</summary>
    public static WebApplication UseApi(this WebApplication app)
    {
        app.UseForwardedHeaders(); // Everything below sees the client's address and scheme.
        app.UseMiddleware<RequestLog>(); // Logs the status that the client gets, whichever component sets it.
        app.UseMiddleware<SecurityHeaders>(); // Errors carry the headers too.
        app.UseMiddleware<ErrorResponses>(); // Turns every failure below into a problem document.
        app.UseOptions(); // Errors of routing say which methods a path has.
        app.UseHeadAsGet(); // Must precede everything that reads the method.
        app.UseWebsiteFiles(); // Files need no endpoint, no user and no database.
        app.UseRouting(); // Below, middleware reads the endpoint's metadata.
        app.UseRecofilmCors(); // A preflight request has no token.
        app.UseMiddleware<LoadShedding>(); // Before anything that costs.
        app.UseAuthentication();
        app.UseRecofilmRateLimits(); // Limits count by service, so the caller must be known.
        app.UseAuthorization();
        app.UseMiddleware<ResponseBodies>(); // Compresses answers and compares their ETags.
        return app;
    }

    /// <summary>Maps the endpoints, by feature as the API description groups them.</summary>
    public static WebApplication MapApi(this WebApplication app)
    {
        Group("Recommendations", RecommendationsFunction.Map, HybridFunction.Map, GenreRecommendationsFunction.Map,
            SimilarMoviesFunction.Map, RankFunction.Map, RecordEventFunction.Map, RecommendationHistoryFunction.Map);
        Group("Movies", SearchMoviesFunction.Map, GetMovieFunction.Map, MovieAudienceFunction.Map, MovieMapFunction.Map,
            EditMovieFunction.Map, EditTagsFunction.Map);
        Group("Ratings", ListRatingsFunction.Map, OwnRatingFunction.Map, RateMoviesFunction.Map, ListDismissalsFunction.Map,
            DismissalsFunction.Map);
        Group("Users", LoginFunction.Map, RegisterUserFunction.Map, SampleUsersFunction.Map, ListUsersFunction.Map,
            GetUserFunction.Map, PutUserFunction.Map, DeleteUserFunction.Map, ExportUserFunction.Map);
        Group("Bulk", BulkFunction.Map, ImportFunction.Map, GetImportFunction.Map);
        Group("Exports", CreateExportFunction.Map, GetExportFunction.Map);
        Group("Models", ListModelsFunction.Map, TrainingRunsFunction.Map, ActivateModelFunction.Map, RetrainModelFunction.Map,
            ChallengeModelFunction.Map, PromoteModelFunction.Map, PreviewModelsFunction.Map, ListActivationsFunction.Map);
        Group("Assistants", McpFunction.Map);
        Group("State", HealthLiveFunction.Map, HealthReadyFunction.Map, MetricsFunction.Map, WebsiteFunction.Map);
        app.MapRecofilmOpenApi();
        return app;

        void Group(string tag, params ReadOnlySpan<Action<IEndpointRouteBuilder>> endpoints)
        {
            var group = app.MapGroup("").WithTags(tag);
            foreach (var map in endpoints)
                map(group);
        }
    }
}
