using System.Net;
using Recofilm.Core.Database.Services;
using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>
/// The real program on a real database and a real storage emulator, with a model that it
/// trained itself. One for all test classes of the assembly.
/// </summary>
public sealed class Api(PostgresFixture postgres, AzuriteFixture azurite) : IAsyncLifetime
{
    private TestDatabase? _database;
    private ProgramProcess? _program;
    private ApiClient? _anonymous;
    private string? _serviceKey;

    /// <summary>Further environment variables of the program.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    public TestDatabase Database => _database!;

    public ProgramProcess Program => _program!;

    /// <summary>A client without credentials.</summary>
    public ApiClient Anonymous => _anonymous!;

    public ProgramSettings Settings { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await TinyCatalog.LoadAsync(_database);
        var container = await azurite.CreateContainerAsync();
        Settings = new ProgramSettings(
            _database.ConnectionString, await azurite.GetConnectionStringAsync(), container.Name)
        {
            Variables = Variables,
        };
        _program = await ProgramProcess.StartAsync(Settings);
        _anonymous = new ApiClient(_program.Address);
        using var administrator = await SignInAsync(UserRole.Operator);
        await (await administrator.PostAsync("/models/retrain")).OkAsync(202);
        await Eventually.IsTrueAsync(
            async () => (await Anonymous.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK,
            "the first model is served",
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _anonymous?.Dispose();
        if (_program is not null)
            await _program.DisposeAsync();
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
        return new ApiClient(Program.Address, await TokenAsync(userId, userKey)) { UserId = userId, UserKey = userKey };
    }

    /// <summary>The client of a service.</summary>
    /// <param name="name">Its name; all callers without one share a service.</param>
    public async Task<ApiClient> ServiceAsync(string? name = null)
    {
        if (name is null && _serviceKey is not null)
            return new ApiClient(Program.Address, _serviceKey);
        var key = ServiceKeyRing.CreateKey();
        Assert.True(await new ServiceStore(Database.Connections).CreateAsync(
            name ?? "shared", new UserKeys(ProgramSettings.Pepper).Hash(key), TimeProvider.System.GetUtcNow(),
            TestContext.Current.CancellationToken));
        await Task.Delay(ServiceKeyRing.MaxIgnorance, TestContext.Current.CancellationToken);
        if (name is null)
            _serviceKey = key;
        return new ApiClient(Program.Address, key);
    }

    /// <summary>A user's token.</summary>
    public async Task<string> TokenAsync(int userId, string userKey)
    {
        var login = await Anonymous.PostAsync("/login", $$"""{"user_id": {{userId}}, "user_key": "{{userKey}}"}""");
        return (await login.OkAsync()).GetProperty("access_token").GetString()!;
    }
}
