using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Client;
using Recofilm.Client.Models;
using Recofilm.Functions.Tests.Http;

namespace Recofilm.Functions.Tests.Clients;

/// <summary>The package Recofilm.Client against the running program.</summary>
[Collection(ApiCollection.Name)]
public sealed class DotNetClientTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_back_end_imports_rates_and_lists_by_its_own_identifiers()
    {
        using var service = await api.ServiceAsync();
        var client = RecofilmClient.ForService(api.Program.Address, service.Token!);
        var id = $"client/{Guid.NewGuid()}";
        await using var line = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"external_id": "{{id}}"}"""));
        var imported = await client.Bulk["users"].PostAsync(line, "application/x-ndjson", cancellationToken: Cancellation);
        Assert.Equal(1, imported!.Inserted);

        var rating = await client.Ratings["7"].PutAsync(
            new RatingBody { Rating = 5 }, request => request.QueryParameters.UserExternalId = id, Cancellation);
        Assert.Equal(5, rating!.Rating);
        var list = await client.Recommendations.GetAsync(
            request =>
            {
                request.QueryParameters.UserExternalId = id;
                request.QueryParameters.Limit = 5;
                request.QueryParameters.ExcludeGenre = ["Comedy", "Action"];
            },
            Cancellation);
        Assert.Equal(id, list!.UserExternalId);
        Assert.Equal(5, list.Recommendations!.Count);
        Assert.Empty(list.Recommendations.SelectMany(movie => movie.Genres!).Intersect(["Comedy", "Action"]));

        var user = await client.Users[$"external:{id}"].GetAsync(cancellationToken: Cancellation);
        Assert.Equal(list.UserId, user!.UserId);
        await client.Users[$"{user.UserId}"].DeleteAsync(cancellationToken: Cancellation);
        var problem = await Assert.ThrowsAsync<ProblemBody>(
            () => client.Users[$"external:{id}"].GetAsync(cancellationToken: Cancellation));
        Assert.EndsWith(":unknown-user", problem.Type, StringComparison.Ordinal);
        Assert.Equal(404, problem.ResponseStatusCode);
        Assert.Equal(problem.Detail, problem.Message);
    }

    [Fact]
    public async Task A_user_logs_in_once_until_the_token_is_due()
    {
        var anonymous = RecofilmClient.Anonymous(api.Program.Address);
        var registered = await anonymous.Users.PostAsync(cancellationToken: Cancellation);
        var time = new FakeTimeProvider();
        var transport = new Transport();
        var client = RecofilmClient.ForUser(
            api.Program.Address, registered!.UserId!.Value, registered.UserKey!, transport, time);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.Recommendations.GetAsync(cancellationToken: Cancellation)));
        time.Advance(TimeSpan.FromMinutes(7.9));
        await client.Recommendations.GetAsync(cancellationToken: Cancellation);
        Assert.Equal(1, transport.Logins);
        time.Advance(TimeSpan.FromMinutes(0.2));
        await client.Recommendations.GetAsync(cancellationToken: Cancellation);
        Assert.Equal(2, transport.Logins);
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once_and_a_wrong_key_is_told()
    {
        var (userId, userKey) = await api.RegisterAsync();
        var transport = new Transport { ForgedTokens = 1 };
        var client = RecofilmClient.ForUser(api.Program.Address, userId, userKey, transport);
        var rated = await client.Ratings["7"].PutAsync(new RatingBody { Rating = 4 }, cancellationToken: Cancellation);
        Assert.Equal(4, rated!.Rating);
        Assert.Equal(2, transport.Logins);

        var stranger = RecofilmClient.ForUser(api.Program.Address, userId, "wrong");
        var problem = await Assert.ThrowsAsync<ProblemBody>(
            () => stranger.Ratings.GetAsync(cancellationToken: Cancellation));
        Assert.EndsWith(":invalid-credentials", problem.Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_refused_for_the_moment_is_sent_again()
    {
        using var service = await api.ServiceAsync();
        var transport = new Transport { Refusals = 2 };
        var client = RecofilmClient.ForTokens(
            api.Program.Address, _ => ValueTask.FromResult(service.Token!), transport);
        var list = await client.Genre_recommendations.PostAsync(
            new GenreBody { Genres = ["Drama"], Limit = 3 }, request => request.QueryParameters.UserId = 1, Cancellation);
        Assert.Equal(3, list!.Recommendations!.Count);
        Assert.Equal(0, transport.Refusals);
    }

    [Fact]
    public async Task A_refusal_that_lasts_is_told_as_a_problem()
    {
        var client = RecofilmClient.Anonymous(api.Program.Address, new Transport { Refusals = 9 });
        var problem = await Assert.ThrowsAsync<ProblemBody>(() => client.Users.PostAsync(cancellationToken: Cancellation));
        Assert.Equal(503, problem.ResponseStatusCode);
        Assert.Equal("Later.", problem.Message);
    }

    [Fact]
    public async Task A_failed_renewal_leaves_the_token_that_has_minutes_left()
    {
        var (userId, userKey) = await api.RegisterAsync();
        var time = new FakeTimeProvider();
        var transport = new Transport();
        var client = RecofilmClient.ForUser(api.Program.Address, userId, userKey, transport, time);
        await client.Ratings.GetAsync(cancellationToken: Cancellation);

        time.Advance(TimeSpan.FromMinutes(9));
        transport.RefusesLogins = true;
        await client.Ratings.GetAsync(cancellationToken: Cancellation);
        time.Advance(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<ProblemBody>(() => client.Ratings.GetAsync(cancellationToken: Cancellation));
    }

    // Between the client and the program: counts logins, forges tokens and refuses requests, as asked.
    private sealed class Transport : DelegatingHandler
    {
        private int _logins;

        public Transport()
            : base(new SocketsHttpHandler())
        {
        }

        public int Logins => _logins;

        public int ForgedTokens { get; set; }

        public int Refusals { get; set; }

        public bool RefusesLogins { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == "/login")
            {
                Interlocked.Increment(ref _logins);
                if (RefusesLogins)
                    return Refuse(HttpStatusCode.BadGateway, request);
            }
            else if (ForgedTokens > 0)
            {
                ForgedTokens--;
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "forged");
            }
            else if (Refusals > 0)
            {
                Refusals--;
                return Refuse(HttpStatusCode.ServiceUnavailable, request);
            }

            return await base.SendAsync(request, cancellationToken);
        }

        private static HttpResponseMessage Refuse(HttpStatusCode status, HttpRequestMessage request)
        {
            var refusal = new HttpResponseMessage(status)
            {
                RequestMessage = request,
                Content = new StringContent("""{"detail": "Later."}""", Encoding.UTF8, "application/problem+json"),
            };
            refusal.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(1));
            return refusal;
        }
    }
}
