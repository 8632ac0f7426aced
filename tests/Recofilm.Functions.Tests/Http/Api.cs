using System.Net;
using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>
/// The real program as the Functions host runs it, on a real database and a real storage emulator, with a model that it
/// trained itself. One for all test classes of the assembly.
/// </summary>
public sealed class Api(PostgresFixture postgres, AzuriteFixture azurite) : IAsyncLifetime
{
    private TestDatabase? _database;
    private HandlerProcess? _handler;
    private ApiClient? _anonymous;

    public TestDatabase Database => _database!;

    public HandlerProcess Handler => _handler!;

    /// <summary>A client without credentials.</summary>
    public ApiClient Anonymous => _anonymous!;

    public HandlerSettings Settings { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await TinyCatalog.LoadAsync(_database);
        var container = await azurite.CreateContainerAsync();
        Settings = new HandlerSettings(
            _database.ConnectionString, await azurite.GetConnectionStringAsync(), container.Name);
        _handler = await HandlerProcess.StartAsync(Settings);
        _anonymous = new ApiClient(_handler.Address);
        using var training = await TimerHost.InvokeAsync(Handler, "nightly_training");
        Assert.True(training.IsSuccessStatusCode, string.Join("\n", Handler.Output));
        Assert.Equal(HttpStatusCode.OK, (await Anonymous.GetAsync("/health/ready")).StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _anonymous?.Dispose();
        if (_handler is not null)
            await _handler.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    /// <summary>Registers a user through the API.</summary>
    public async Task<(int UserId, string UserKey)> RegisterAsync()
    {
        var user = await (await Anonymous.PostAsync("/users")).OkAsync(201);
        return (user.GetProperty("user_id").GetInt32(), user.GetProperty("user_key").GetString()!);
    }

    /// <summary>A new user's client, logged in.</summary>
    public async Task<ApiClient> SignInAsync(UserRole role = UserRole.User)
    {
        var (userId, userKey) = await RegisterAsync();
        if (role == UserRole.Operator)
            await Database.ExecuteAsync($"UPDATE users SET role = 'operator' WHERE user_id = {userId}");
        return new ApiClient(Handler.Address, await TokenAsync(userId, userKey)) { UserId = userId, UserKey = userKey };
    }

    /// <summary>A user's token.</summary>
    public async Task<string> TokenAsync(int userId, string userKey)
    {
        var login = await Anonymous.PostAsync("/login", $$"""{"user_id": {{userId}}, "user_key": "{{userKey}}"}""");
        return (await login.OkAsync()).GetProperty("access_token").GetString()!;
    }
}
