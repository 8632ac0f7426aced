using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Tests.Database;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Identity;

public sealed class TokenPasswordTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private const string Scope = "https://ossrdbms-aad.database.windows.net/.default";
    private readonly FakeTimeProvider _time = new(Noon);

    [Fact]
    public async Task OneTokenDoesUntilFiveMinutesBeforeItsEnd()
    {
        var credential = Counting(lifetime: TimeSpan.FromHours(1));
        using var password = new TokenPassword(credential, Scope, _time);

        Assert.Equal("token-1", await password.GetAsync(Cancellation));
        _time.Advance(TimeSpan.FromMinutes(55) - TimeSpan.FromSeconds(1));
        Assert.Equal("token-1", await password.GetAsync(Cancellation));
        Assert.Equal("token-1", password.Get());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("token-2", password.Get());
        Assert.Equal("token-2", await password.GetAsync(Cancellation));
        Assert.Equal([Scope, Scope], credential.Asked);
    }

    [Fact]
    public async Task ConnectionsThatOpenTogetherShareATokenRequest()
    {
        var credential = Counting(lifetime: TimeSpan.FromHours(1));
        using var password = new TokenPassword(credential, Scope, _time);

        var tokens = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(() => password.GetAsync(Cancellation).AsTask())));

        Assert.All(tokens, token => Assert.Equal("token-1", token));
        Assert.Single(credential.Asked);
    }

    [Fact]
    public async Task AFailedRequestIsTriedAgainAtTheNextConnection()
    {
        var fails = true;
        var credential = new FakeCredential(_ => fails
            ? throw new CredentialUnavailableException("no identity endpoint")
            : new AccessToken("token", _time.GetUtcNow().AddHours(1)));
        using var password = new TokenPassword(credential, Scope, _time);

        await Assert.ThrowsAsync<CredentialUnavailableException>(() => password.GetAsync(Cancellation).AsTask());
        fails = false;

        Assert.Equal("token", await password.GetAsync(Cancellation));
    }

    [Fact]
    public async Task TheServerIsGivenTheCurrentTokenWhenAConnectionOpens()
    {
        await Database.ExecuteAsync("CREATE ROLE app LOGIN PASSWORD 'token-1'");
        using var password = new TokenPassword(Counting(lifetime: TimeSpan.FromHours(1)), Scope, _time);
        await using var dataSource = RecofilmDataSource.Create(WithoutPassword(user: "app"), password);

        Assert.Equal("app", await WhoAmIAsync(dataSource));

        await Database.ExecuteAsync("ALTER ROLE app PASSWORD 'token-2'");
        dataSource.Clear();
        await Assert.ThrowsAsync<PostgresException>(() => WhoAmIAsync(dataSource));
        _time.Advance(TimeSpan.FromMinutes(55));
        Assert.Equal("app", await WhoAmIAsync(dataSource));
        await Database.ExecuteAsync("DROP ROLE app");
    }

    private static async Task<string> WhoAmIAsync(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand("SELECT current_user::text");
        return (string)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private FakeCredential Counting(TimeSpan lifetime)
    {
        var issued = 0;
        return new FakeCredential(_ => new AccessToken($"token-{++issued}", _time.GetUtcNow() + lifetime));
    }

    private string WithoutPassword(string user) =>
        new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Username = user, Password = null }.ConnectionString;
}
