using System.Diagnostics;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>Back ends that call with a token of Microsoft Entra ID instead of a secret.</summary>
[Collection(ApiCollection.Name)]
public sealed class EntraTests(Api api) : IAsyncLifetime
{
    private EntraIssuer _issuer = null!;
    private ProgramProcess? _program;

    public async ValueTask InitializeAsync() => _issuer = await EntraIssuer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_token_with_the_app_role_is_a_service_and_every_other_one_is_refused()
    {
        await StartAsync();
        await (await SendAsync(_issuer.Issue([EntraIssuer.Role]))).OkAsync();
        await RefusedAsync(_issuer.Issue([EntraIssuer.Role], audience: "another-api"), "The token is for another audience.");
        await RefusedAsync(
            _issuer.Issue([EntraIssuer.Role], expires: TimeProvider.System.GetUtcNow().AddMinutes(-1)), "The token has expired.");
        await RefusedAsync(
            _issuer.Issue([EntraIssuer.Role], withUnknownKey: true), "The token is malformed or its signature is not valid.");
        await RefusedAsync(
            _issuer.Issue([EntraIssuer.Role], issuer: "https://login.example/other/v2.0"), "The token is from another issuer.");

        foreach (var roles in (string[][])[[], ["Recofilm.Reader"]])
        {
            using var answer = await SendAsync(_issuer.Issue(roles));
            await answer.ProblemAsync(403, "forbidden");
        }
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_is_found_without_a_restart()
    {
        await StartAsync();
        await (await SendAsync(_issuer.Issue([EntraIssuer.Role]))).OkAsync();
        var before = _issuer.Issue([EntraIssuer.Role]);
        _issuer.RotateKey();

        var started = Stopwatch.GetTimestamp();
        var token = _issuer.Issue([EntraIssuer.Role]);
        while ((int)(await SendAsync(token)).StatusCode != 200)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "The new key is still unknown.");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        await RefusedAsync(before, "The token is malformed or its signature is not valid.");
    }

    [Fact]
    public async Task While_the_metadata_is_down_services_are_told_to_come_back_and_users_are_served()
    {
        _issuer.IsDown = true;
        await StartAsync();
        using var answer = await SendAsync(_issuer.Issue([EntraIssuer.Role]));
        await answer.ProblemAsync(503, "issuer-unavailable");
        Assert.NotNull(answer.Headers.RetryAfter);

        using var user = await api.SignInAsync();
        using var client = new ApiClient(_program!.Address, user.Token);
        await (await client.GetAsync("/ratings")).OkAsync();

        _issuer.IsDown = false;
        var started = Stopwatch.GetTimestamp();
        while ((int)(await SendAsync(_issuer.Issue([EntraIssuer.Role]))).StatusCode != 200)
        {
            Assert.True(
                Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "The metadata is still thought to be down.");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }

    private async Task StartAsync() => _program = await ProgramProcess.StartAsync(api.Settings with
    {
        Variables = new Dictionary<string, string?>
        {
            ["Recofilm__Entra__Issuer"] = _issuer.Issuer,
            ["Recofilm__Entra__Audience"] = EntraIssuer.Audience,
        },
    });

    private async Task<HttpResponseMessage> SendAsync(string token)
    {
        using var client = new ApiClient(_program!.Address, token);
        return await client.GetAsync("/ratings?user_id=1");
    }

    private async Task RefusedAsync(string token, string reason)
    {
        using var answer = await SendAsync(token);
        var problem = await answer.ProblemAsync(401, "invalid-token");
        Assert.Equal(reason, problem.GetProperty("detail").GetString());
    }
}
