using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Models;

/// <summary>GET /models/preview: the lists that a user would get from the champion and from the challenger.</summary>
public sealed class PreviewModelsFunction(FunctionsServer server)
{
    private const string Name = "preview_models";
    private const string Route = "models/preview";

    private static readonly IntegerParameter _userId = new("user_id", "The user.", 1, int.MaxValue);

    private static readonly ChoiceParameter _strategy = new(
        "strategy", "The source of the lists: everybody's ratings (collaborative), or ratings and content together (hybrid).",
        RecommendationStrategy.Collaborative, RecommendationStrategy.Hybrid);

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireOperator()
        .Describe(
            "Preview lists",
            "The lists that a user would get now from the champion and, during an experiment, from the challenger. Nothing is " +
            "recorded as shown. For operators.",
            [_userId, _strategy, Paging.Limit])
        .Example(answer:
            """
            {
              "user_id": 611, "gets_challenger": false, "challenger": null,
              "champion": {
                "recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "user_id": 611, "strategy": "collaborative",
                "model_version": "20261124T031500Z-1a2b3c4d", "generated_at": "2026-11-24T12:00:00Z", "recommendations": []
              }
            }
            """)
        .Problems(400, 401, 403, 404, 503);

    private static async Task<Ok<ModelPreview>> HandleAsync(
        HttpContext context, CallerContext caller, ModelHolder models, UserHistoryStore histories, TimeProvider time)
    {
        var reader = new RequestReader(context);
        reader.Check(context.Request.Query.ContainsKey(_userId.Name), _userId.Name, _userId.Expectation);
        var asked = reader.OptionalQuery(_userId);
        var strategy = reader.Query(_strategy);
        var limit = reader.Query(Paging.Limit);
        reader.ThrowIfInvalid();
        var everything = new RequestedFilter(MovieFilter.All, [], [], "genre", "exclude_genre");

        var userId = asked!.Value;
        using var champion = models.AcquireChampion() ?? throw CallerContext.NotLoaded();
        // The experiment may end between the two reads; then there is no challenger.
        var experiment = models.Challenger;
        using var challenger = experiment is not null && experiment.Model.TryLease(out var lease) ? lease : null;
        var history = await histories.ReadAsync(userId, context.RequestAborted)
            ?? throw new ProblemException(new Problem(ProblemType.UnknownUser, $"There is no user {userId}."));

        // Without metrics: nobody is shown a preview.
        var recommender = new Recommender(time);
        return TypedResults.Ok(new ModelPreview(
            userId, await ListAsync(champion), challenger is null ? null : await ListAsync(challenger),
            challenger is not null && experiment!.Trial.Serves(userId)));

        async Task<RecommendationList> ListAsync(ModelLease model)
        {
            var filter = await caller.ResolveAsync(context, model.Snapshot, everything);
            return strategy == RecommendationStrategy.Hybrid
                ? recommender.Hybrid(model, userId, history, new HybridRequest { Limit = limit, Filter = filter })
                : recommender.Collaborative(model, userId, history, new RecommendationRequest { Limit = limit, Filter = filter });
        }
    }
}

/// <summary>The answer of GET /models/preview.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Champion">The champion's list.</param>
/// <param name="Challenger">The challenger's list, or null when there is no experiment.</param>
/// <param name="GetsChallenger">Whether the experiment serves the challenger to the user.</param>
internal sealed record ModelPreview(int UserId, RecommendationList Champion, RecommendationList? Challenger, bool GetsChallenger);
