using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>Who gets in, and how everybody else is refused.</summary>
[Collection(ApiCollection.Name)]
public sealed class AccessTests(Api api)
{
    private static readonly string[] _userPaths =
        ["/recommendations", "/movies", "/movies/1", "/movies/1/similar", "/ratings", "/ratings/1"];

    [Fact]
    public async Task Without_a_token_every_endpoint_for_users_says_how_to_get_one()
    {
        foreach (var path in (string[])[.. _userPaths, "/models"])
        {
            using var answer = await api.Anonymous.GetAsync(path);
            await answer.ProblemAsync(401, "missing-token");
            Assert.Equal("Bearer realm=\"recofilm\"", answer.Headers.WwwAuthenticate.ToString());
        }
    }

    [Fact]
    public async Task An_expired_token_is_refused() =>
        await RefusedAsync(TokenForge.Sign(TokenForge.Claims(TimeProvider.System.GetUtcNow().AddMinutes(-11))), "The token has expired.");

    [Fact]
    public async Task A_token_of_the_future_is_refused() =>
        await RefusedAsync(TokenForge.Sign(TokenForge.Claims(TimeProvider.System.GetUtcNow().AddMinutes(5))), "The token is not valid yet.");

    [Fact]
    public async Task A_token_for_another_audience_is_refused() => await RefusedAsync(
        TokenForge.Sign(Claims().Replace("recofilm-api", "another-api", StringComparison.Ordinal)), "The token is for another audience.");

    [Fact]
    public async Task A_token_of_another_issuer_is_refused() => await RefusedAsync(
        TokenForge.Sign(Claims().Replace("\"recofilm\"", "\"somebody\"", StringComparison.Ordinal)), "The token is of another issuer.");

    [Fact]
    public async Task A_token_without_a_signature_is_refused() => await RefusedAsync(
        TokenForge.Sign("""{"alg":"none","typ":"at+jwt"}""", Claims(), ""), "The token is malformed or was not signed by this API.");

    [Fact]
    public async Task A_tampered_token_is_refused()
    {
        using var user = await api.SignInAsync();
        var parts = user.Token!.Split('.');
        var other = TokenForge.Sign(Claims()).Split('.');
        await RefusedAsync($"{parts[0]}.{other[1]}.{parts[2]}", "The token is malformed or was not signed by this API.");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    public async Task Nonsense_is_refused(string token) =>
        await RefusedAsync(token, "The token is malformed or was not signed by this API.");

    [Theory]
    [InlineData("0", "user")]
    [InlineData("-1", "user")]
    [InlineData("99999999999", "user")]
    [InlineData("x", "user")]
    [InlineData("1", "emperor")]
    public async Task A_signed_token_that_names_no_user_is_refused(string subject, string role) => await RefusedAsync(
        TokenForge.Sign(Claims().Replace("\"sub\":\"1\"", $"\"sub\":\"{subject}\"", StringComparison.Ordinal)
            .Replace("\"user\"", $"\"{role}\"", StringComparison.Ordinal)),
        "The token names no user.");

    [Fact]
    public async Task A_deleted_user_is_refused_on_every_endpoint_at_once()
    {
        using var user = await api.SignInAsync();
        await api.Database.ExecuteAsync($"DELETE FROM users WHERE user_id = {user.UserId}");
        foreach (var path in _userPaths)
            await RefusedAsync(user, path, "The user no longer exists or has another role.");
    }

    [Fact]
    public async Task An_operator_who_is_none_any_more_is_refused_at_once()
    {
        using var user = await api.SignInAsync(UserRole.Operator);
        await (await user.GetAsync("/models")).OkAsync();
        await api.Database.ExecuteAsync($"UPDATE users SET role = 'user' WHERE user_id = {user.UserId}");
        await RefusedAsync(user, "/models", "The user no longer exists or has another role.");
        await RefusedAsync(user, "/recommendations", "The user no longer exists or has another role.");
    }

    [Theory]
    [InlineData("GET", "/models")]
    [InlineData("POST", "/models/20260101T000000Z-00000000/activate")]
    [InlineData("POST", "/models/retrain")]
    public async Task What_is_for_operators_is_forbidden_to_users(string method, string path)
    {
        using var user = await api.SignInAsync();
        using var answer = await user.SendAsync(method, path);
        await answer.ProblemAsync(403, "forbidden");
        Assert.Contains("error=\"insufficient_scope\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_failed_login_has_the_same_answer()
    {
        var (userId, userKey) = await api.RegisterAsync();
        var wrongKey = await LoginAsync(userId, UserKeys.Create());
        var unknownUser = await LoginAsync(int.MaxValue, userKey);
        var userWithoutKey = await LoginAsync(1, userKey);
        var emptyKey = await LoginAsync(userId, "");
        Assert.Single(new HashSet<string> { wrongKey, unknownUser, userWithoutKey, emptyKey });
    }

    [Fact]
    public async Task Ten_failures_lock_a_user_out_for_a_quarter_of_an_hour()
    {
        var (userId, userKey) = await api.RegisterAsync();
        var wrong = UserKeys.Create();
        for (var failure = 0; failure < 9; failure++)
            await LoginAsync(userId, wrong);
        await api.TokenAsync(userId, userKey);

        for (var failure = 0; failure < 10; failure++)
            await LoginAsync(userId, wrong);
        Assert.Equal(await LoginAsync(userId, wrong), await LoginAsync(userId, userKey));
        Assert.InRange(
            await api.Database.ScalarAsync<double>(
                $"SELECT extract(epoch FROM locked_until - now())::float8 FROM users WHERE user_id = {userId}"),
            14 * 60, 15 * 60);

        await api.Database.ExecuteAsync($"UPDATE users SET locked_until = now() WHERE user_id = {userId}");
        await api.TokenAsync(userId, userKey);
        Assert.Equal(0, await api.Database.ScalarAsync<int>($"SELECT failed_logins FROM users WHERE user_id = {userId}"));
    }

    [Fact]
    public async Task A_key_is_shown_once_and_kept_only_as_a_hash()
    {
        var (userId, userKey) = await api.RegisterAsync();
        Assert.Matches("^[A-Za-z0-9_-]{43}$", userKey);
        Assert.Equal(
            new UserKeys(Testing.HandlerSettings.Pepper).Hash(userKey),
            await api.Database.ScalarAsync<byte[]>($"SELECT user_key_hash FROM users WHERE user_id = {userId}"));
        Assert.DoesNotContain(api.Handler.Output, line => line.Contains(userKey, StringComparison.Ordinal));
    }

    private static string Claims() => TokenForge.Claims(TimeProvider.System.GetUtcNow(), userId: 1);

    private async Task<string> LoginAsync(int userId, string userKey)
    {
        using var answer = await api.Anonymous.PostAsync("/login", $$"""{"user_id": {{userId}}, "user_key": "{{userKey}}"}""");
        var problem = await answer.ProblemAsync(401, "invalid-credentials");
        Assert.Equal("Bearer realm=\"recofilm\"", answer.Headers.WwwAuthenticate.ToString());
        return problem.GetProperty("detail").GetString()!;
    }

    private async Task RefusedAsync(string token, string reason)
    {
        using var client = new ApiClient(api.Handler.Address, token);
        foreach (var path in _userPaths)
            await RefusedAsync(client, path, reason);
    }

    private static async Task RefusedAsync(ApiClient client, string path, string reason)
    {
        using var answer = await client.GetAsync(path);
        var problem = await answer.ProblemAsync(401, "invalid-token");
        Assert.Equal(reason, problem.GetProperty("detail").GetString());
        Assert.Equal(
            $"Bearer realm=\"recofilm\", error=\"invalid_token\", error_description=\"{reason}\"",
            answer.Headers.WwwAuthenticate.ToString());
    }
}
