using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>The right credentials are admitted, and all others are refused.</summary>
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
    public async Task An_expired_token_is_refused() => await RefusedAsync(
        TokenForge.Sign(TokenForge.Claims(TimeProvider.System.GetUtcNow().AddMinutes(-11))), "The token has expired.");

    [Fact]
    public async Task A_token_of_the_future_is_refused() => await RefusedAsync(
        TokenForge.Sign(TokenForge.Claims(TimeProvider.System.GetUtcNow().AddMinutes(5))), "The token is not valid yet.");

    [Fact]
    public async Task A_token_for_another_audience_is_refused() => await RefusedAsync(
        TokenForge.Sign(Claims().Replace("recofilm-api", "another-api", StringComparison.Ordinal)),
        "The token is for another audience.");

    [Fact]
    public async Task A_token_of_another_issuer_is_refused() => await RefusedAsync(
        TokenForge.Sign(Claims().Replace("\"recofilm\"", "\"somebody\"", StringComparison.Ordinal)),
        "The token is from another issuer.");

    [Fact]
    public async Task A_token_without_a_signature_is_refused() => await RefusedAsync(
        TokenForge.Sign("""{"alg":"none","typ":"at+jwt"}""", Claims(), ""),
        "The token is malformed or its signature is not valid.");

    [Fact]
    public async Task A_tampered_token_is_refused()
    {
        using var user = await api.SignInAsync();
        var parts = user.Token!.Split('.');
        var other = TokenForge.Sign(Claims()).Split('.');
        await RefusedAsync($"{parts[0]}.{other[1]}.{parts[2]}", "The token is malformed or its signature is not valid.");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    public async Task Nonsense_is_refused(string token) =>
        await RefusedAsync(token, "The token is malformed or its signature is not valid.");

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

    [Theory]
    [InlineData("""["user","operator"]""")]
    [InlineData("""["operator","user"]""")]
    public async Task A_token_of_several_roles_opens_nothing(string roles)
    {
        using var user = await api.SignInAsync(UserRole.Operator);
        var claims = TokenForge.Claims(TimeProvider.System.GetUtcNow(), user.UserId)
            .Replace("\"role\":\"user\"", $"\"role\":{roles}", StringComparison.Ordinal);
        using var client = new ApiClient(api.Program.Address, TokenForge.Sign(claims));
        await RefusedAsync(client, "/models", "The token names no user.");
        await RefusedAsync(client, "/recommendations", "The token names no user.");
    }

    [Fact]
    public async Task A_token_with_a_critical_extension_is_refused() => await RefusedAsync(
        TokenForge.Sign(
            """{"alg":"HS256","typ":"at+jwt","kid":"test-key","crit":["exp2"],"exp2":1}""", Claims(), ProgramSettings.SigningKey),
        "The token has critical extensions, which this API does not support.");

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
    public async Task Wrong_keys_are_limited_for_each_user_and_never_keep_the_right_key_out()
    {
        await using var handler = await ProgramProcess.StartAsync(api.Settings with
        {
            Variables = new Dictionary<string, string?> { ["Recofilm__Http__FailedLoginsPerMinute"] = "3" },
        });
        using var client = new ApiClient(handler.Address);
        var (userId, userKey) = await api.RegisterAsync();
        foreach (var user in (int[])[userId, int.MaxValue])
        {
            for (var failure = 0; failure < 3; failure++)
                await (await TryAsync(client, user, UserKeys.Create())).ProblemAsync(401, "invalid-credentials");
            using var limited = await TryAsync(client, user, UserKeys.Create());
            await limited.ProblemAsync(429, "too-many-requests");
            Assert.InRange(limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }

        await (await TryAsync(client, userId, userKey)).OkAsync();
        var (other, _) = await api.RegisterAsync();
        await (await TryAsync(client, other, userKey)).ProblemAsync(401, "invalid-credentials");
    }

    [Fact]
    public async Task A_key_is_shown_once_and_kept_only_as_a_hash()
    {
        var (userId, userKey) = await api.RegisterAsync();
        Assert.Matches("^[A-Za-z0-9_-]{43}$", userKey);
        Assert.Equal(
            new UserKeys(Testing.ProgramSettings.Pepper).Hash(userKey),
            await api.Database.ScalarAsync<byte[]>($"SELECT user_key_hash FROM users WHERE user_id = {userId}"));
        Assert.DoesNotContain(api.Program.Output, line => line.Contains(userKey, StringComparison.Ordinal));
    }

    private static string Claims() => TokenForge.Claims(TimeProvider.System.GetUtcNow(), userId: 1);

    private async Task<string> LoginAsync(int userId, string userKey)
    {
        using var answer = await TryAsync(api.Anonymous, userId, userKey);
        var problem = await answer.ProblemAsync(401, "invalid-credentials");
        Assert.Equal("Bearer realm=\"recofilm\"", answer.Headers.WwwAuthenticate.ToString());
        return problem.GetProperty("detail").GetString()!;
    }

    private static Task<HttpResponseMessage> TryAsync(ApiClient client, int userId, string userKey) =>
        client.PostAsync("/login", $$"""{"user_id": {{userId}}, "user_key": "{{userKey}}"}""");

    private async Task RefusedAsync(string token, string reason)
    {
        using var client = new ApiClient(api.Program.Address, token);
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
