using System.Net.Http.Headers;
using System.Text.Json;
using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>
/// Every endpoint of the OpenAPI document as everybody calls it. An endpoint without a row fails, and a row without an endpoint.
/// </summary>
[Collection(ApiCollection.Name)]
public sealed class AccessTableTests(Api api) : IAsyncLifetime
{
    // Statuses for nobody, a user, a user who asks for another one, a service, an operator, an application of Microsoft Entra ID
    // with the app role, and one without. "Another one" is asked for by user_id, in the path where users are; "=" is the user's
    // own status, where nobody is asked for. {u} is the user asked for, {x} a user nobody needs.
    private static readonly Row[] _rows =
    [
        new("GET /", "/", "200 200 = 200 200 200 200"),
        new("POST /login", "/login", "400 400 = 400 400 400 400", "{}"),
        new("POST /users", "/users", "201 201 = 201 201 201 201"),
        new("GET /users", "/users", "401 403 = 200 200 200 403"),
        new("GET /users/{user_id}", "/users/{u}", "401 403 = 200 200 200 403"),
        new("PUT /users/{user_id}", "/users/{x}", "401 403 = 201 200 200 403", "{}"),
        new("DELETE /users/{user_id}", "/users/{x}", "401 403 = 204 204 204 403"),
        new("GET /users/{user_id}/export", "/users/{u}/export", "401 200 403 200 200 200 403"),
        new("GET /recommendations", "/recommendations", "401 200 403 200 200 200 403"),
        new("GET /recommendations/history", "/recommendations/history", "401 200 403 200 200 200 403"),
        new("POST /hybrid", "/hybrid", "401 200 403 200 200 200 403", "{}"),
        new("POST /genre_recommendations", "/genre_recommendations", "401 200 403 200 200 200 403", """{"genres": ["Drama"]}"""),
        new("POST /rank", "/rank", "401 200 403 200 200 200 403", """{"movie_ids": [1, 2]}"""),
        new("GET /movies", "/movies", "401 200 = 200 200 200 403"),
        new("GET /movies/{movie_id}", "/movies/1", "401 200 = 200 200 200 403"),
        new("GET /movies/{movie_id}/similar", "/movies/1/similar", "401 200 403 200 200 200 403"),
        new("GET /movies/{movie_id}/audience", "/movies/1/audience", "401 200 403 200 200 200 403"),
        new("GET /movies/map", "/movies/map", "401 200 = 200 200 200 403"),
        new("PUT /movies/{movie_id}", "/movies/930001", "401 403 = 201 200 200 403", """{"title": "Row"}"""),
        new("PUT /movies/{movie_id}/tags/{tag}", "/movies/930001/tags/row", "401 403 403 204 204 204 403"),
        new("DELETE /movies/{movie_id}/tags/{tag}", "/movies/930001/tags/row", "401 403 = 204 204 204 403"),
        new("DELETE /movies/{movie_id}", "/movies/930001", "401 403 = 204 204 204 403"),
        new("GET /ratings", "/ratings", "401 200 403 200 200 200 403"),
        new("POST /ratings", "/ratings", "401 200 403 200 200 200 403", """{"ratings": [{"movie_id": 3, "rating": 4}]}"""),
        new("GET /ratings/{movie_id}", "/ratings/3", "401 200 403 200 200 200 403"),
        new("PUT /ratings/{movie_id}", "/ratings/3", "401 200 403 200 200 200 403", """{"rating": 4}"""),
        new("DELETE /ratings/{movie_id}", "/ratings/3", "401 204 403 204 204 204 403"),
        new("GET /dismissals", "/dismissals", "401 200 403 200 200 200 403"),
        new("PUT /dismissals/{movie_id}", "/dismissals/4", "401 204 403 204 204 204 403"),
        new("DELETE /dismissals/{movie_id}", "/dismissals/4", "401 204 403 204 204 204 403"),
        new("POST /events", "/events", "401 404 403 404 404 404 403",
            """{"recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "movie_id": 1, "kind": "play"}"""),
        new(
            "POST /bulk/{table}", "/bulk/users", "401 403 = 200 200 200 403", """{"external_id": "row"}""",
            "application/x-ndjson"),
        new(
            "POST /bulk/import", "/bulk/import", "401 403 = 202 202 202 403",
            """{"table": "users", "blob": "imports/row.csv"}"""),
        new(
            "GET /bulk/imports/{import_id}", "/bulk/imports/019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77",
            "401 403 = 404 404 404 403"),
        new("POST /exports", "/exports", "401 403 = 202 202 202 403", """{"limit": 1}"""),
        new(
            "GET /exports/{export_id}", "/exports/019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "401 403 = 404 404 404 403"),
        new("GET /models", "/models", "401 403 = 403 200 403 403"),
        new("GET /models/preview", "/models/preview?user_id=1", "401 403 = 403 200 403 403"),
        new("GET /models/activations", "/models/activations", "401 403 = 403 200 403 403"),
        new("GET /models/runs", "/models/runs", "401 403 = 403 200 403 403"),
        new("POST /models/{version}/activate", "/models/20260101T000000Z-00000000/activate", "401 403 = 403 404 403 403"),
        new(
            "POST /models/{version}/challenge", "/models/20260101T000000Z-00000000/challenge", "401 403 = 403 404 403 403",
            """{"share": 0.1}"""),
        new("DELETE /models/{version}/challenge", "/models/20260101T000000Z-00000000/challenge", "401 403 = 403 204 403 403"),
        new("POST /models/{version}/promote", "/models/20260101T000000Z-00000000/promote", "401 403 = 403 404 403 403"),
        new("POST /models/retrain", "/models/retrain", "401 403 = 403 202 403 403"),
        new("GET /health/live", "/health/live", "200 200 = 200 200 200 200"),
        new("GET /health/ready", "/health/ready", "200 200 = 200 200 200 200"),
        new("GET /sample_users", "/sample_users", "404 404 = 404 404 404 404"),
    ];

    private EntraIssuer _issuer = null!;
    private ProgramProcess _program = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await EntraIssuer.StartAsync();
        _program = await ProgramProcess.StartAsync(api.Settings with
        {
            Variables = new Dictionary<string, string?>
            {
                ["Recofilm__Entra__Issuer"] = _issuer.Issuer,
                ["Recofilm__Entra__Audience"] = EntraIssuer.Audience,
            },
        });
    }

    public async ValueTask DisposeAsync()
    {
        // This program may have received the message of the training that the table asked for. Killed with it, it would hide the
        // message for minutes from the program of the other tests, which wait for that training.
        await Eventually.IsTrueAsync(
            () => api.Database.ScalarAsync<bool>("SELECT NOT EXISTS (SELECT FROM training_runs WHERE finished_at IS NULL)"),
            "the training of the table has ended", TestContext.Current.CancellationToken);
        await _program.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Every_endpoint_answers_each_caller_as_the_table_says()
    {
        using var user = await api.SignInAsync();
        using var other = await api.SignInAsync();
        using var operates = await api.SignInAsync(UserRole.Operator);
        using var service = await api.ServiceAsync();
        foreach (var client in (ApiClient[])[user, other])
            await client.PutAsync("/ratings/3", """{"rating": 4}""");
        string?[] tokens =
        [
            null, user.Token, user.Token, service.Token, operates.Token, _issuer.Issue([EntraIssuer.Role]), _issuer.Issue([]),
        ];

        using var anonymous = new ApiClient(_program.Address);
        var document = await (await anonymous.GetAsync("/openapi.json")).OkAsync();
        Assert.Equal(
            Endpoints(document).Order(StringComparer.Ordinal), _rows.Select(row => row.Endpoint).Order(StringComparer.Ordinal));

        var wrong = new List<string>();
        foreach (var row in _rows)
        {
            var expected = row.Statuses.Split(' ');
            for (var caller = 0; caller < tokens.Length; caller++)
            {
                if (expected[caller] == "=")
                    continue;
                // A row that reads a rating finds one, whoever took it back before.
                if (row.Endpoint == "GET /ratings/{movie_id}")
                    await other.PutAsync("/ratings/3", """{"rating": 4}""");
                using var client = new ApiClient(_program.Address, tokens[caller]);
                using var request = new HttpRequestMessage(
                    new HttpMethod(row.Method), PathOf(row, caller, user.UserId, other.UserId, expected[2]));
                if (row.Body is not null)
                    request.Content = new StringContent(row.Body, new MediaTypeHeaderValue(row.MediaType));
                using var answer = await client.SendAsync(request);
                if ((int)answer.StatusCode != int.Parse(expected[caller], System.Globalization.CultureInfo.InvariantCulture))
                    wrong.Add($"{row.Endpoint}, caller {caller}: {(int)answer.StatusCode} instead of {expected[caller]}");
            }
        }

        Assert.Empty(wrong);
    }

    private static string PathOf(Row row, int caller, int user, int other, string otherStatus)
    {
        var asked = caller is 1 ? user : other;
        var path =
            row.Path.Replace("{u}", $"{asked}", StringComparison.Ordinal).Replace("{x}", "940001", StringComparison.Ordinal);
        var names = otherStatus != "=" && !row.Path.Contains("{u}", StringComparison.Ordinal) && caller >= 2;
        return names ? $"{path}?user_id={asked}" : path;
    }

    private static IEnumerable<string> Endpoints(JsonElement document) => document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"));

    private sealed record Row(
        string Endpoint, string Path, string Statuses, string? Body = null, string MediaType = "application/json")
    {
        public string Method => Endpoint.Split(' ')[0];
    }
}
