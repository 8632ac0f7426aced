using System.Net;
using Recofilm.Core.Database.Services;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Tests.Http;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Fuzzing;

/// <summary>A program with a database of its own, which drawn requests may change as they like, and its callers.</summary>
public sealed class FuzzedProgram(PostgresFixture postgres, AzuriteFixture azurite) : IAsyncLifetime
{
    private TestDatabase? _database;
    private ProgramProcess? _program;

    /// <summary>Nobody, two users, a service and an operator.</summary>
    public IReadOnlyList<ApiClient> Callers { get; private set; } = [];

    /// <summary>A service's client, which acts for any user.</summary>
    public ApiClient Service => Callers[3];

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await TinyCatalog.LoadAsync(_database);
        var container = await azurite.CreateContainerAsync();
        _program = await ProgramProcess.StartAsync(new ProgramSettings(
            _database.ConnectionString, await azurite.GetConnectionStringAsync(), container.Name)
        {
            Variables = new Dictionary<string, string?>
            {
                ["Recofilm__Http__EventsPerMinute"] = "1000000",
                ["Recofilm__Http__ServiceRequestsPerSecond"] = "100000",
            },
        });
        var anonymous = new ApiClient(_program.Address);
        var administrator = await SignInAsync(anonymous, UserRole.Operator);
        Callers =
        [
            anonymous, await SignInAsync(anonymous, UserRole.User), await SignInAsync(anonymous, UserRole.User),
            await ServiceAsync(), administrator,
        ];
        await (await administrator.PostAsync("/models/retrain")).OkAsync(202);
        await Eventually.IsTrueAsync(
            async () => (await anonymous.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK,
            "the first model is served", TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in Callers)
            caller.Dispose();
        if (_program is not null)
            await _program.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private async Task<ApiClient> SignInAsync(ApiClient anonymous, UserRole role)
    {
        var user = await (await anonymous.PostAsync("/users")).OkAsync(201);
        var (userId, userKey) = (user.GetProperty("user_id").GetInt32(), user.GetProperty("user_key").GetString()!);
        if (role == UserRole.Operator)
            await _database!.ExecuteAsync($"UPDATE users SET role = 'operator' WHERE user_id = {userId}");
        var login = await anonymous.PostAsync("/login", $$"""{"user_id": {{userId}}, "user_key": "{{userKey}}"}""");
        return new ApiClient(_program!.Address, (await login.OkAsync()).GetProperty("access_token").GetString());
    }

    private async Task<ApiClient> ServiceAsync()
    {
        var key = ServiceKeyRing.CreateKey();
        Assert.True(await new ServiceStore(_database!.Connections).CreateAsync(
            "fuzz", new UserKeys(ProgramSettings.Pepper).Hash(key), TimeProvider.System.GetUtcNow(),
            TestContext.Current.CancellationToken));
        await Task.Delay(ServiceKeyRing.MaxIgnorance, TestContext.Current.CancellationToken);
        return new ApiClient(_program!.Address, key);
    }
}
