using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Recofilm.Cli;
using Recofilm.Core.Database.Services;
using Recofilm.Core.Database.Users;
using Recofilm.Load.Wrk;

namespace Recofilm.Load.Staging;

/// <summary>Users of the data set, those with many ratings and those with few, who log in as anybody does.</summary>
internal sealed class LoadUsers
{
    private const int Count = 300;
    private static readonly TimeSpan _tokenAge = TimeSpan.FromMinutes(5);

    private readonly (int UserId, string Key)[] _users;
    private string[] _tokens = [];
    private long _loggedIn;

    private LoadUsers((int UserId, string Key)[] users, string serviceKey) => (_users, ServiceKey) = (users, serviceKey);

    /// <summary>The key of a service that acts for them.</summary>
    public string ServiceKey { get; }

    /// <summary>Their identifiers.</summary>
    public IEnumerable<int> Ids => _users.Select(user => user.UserId);

    /// <summary>One login a user.</summary>
    public IReadOnlyList<LoadRequest> Logins =>
        [.. _users.Select(user => new LoadRequest("POST", "/login", Body: LoginBody(user)))];

    /// <summary>The platform's identifier of a user.</summary>
    public static string ExternalId(int userId) => $"00000000-0000-4000-8000-{userId:d12}";

    /// <summary>
    /// Takes users of the database, evenly over their identifiers, and gives them keys. They and all movies get external
    /// identifiers, as on a platform.
    /// </summary>
    public static async Task<LoadUsers> PrepareAsync(LoadStage stage, CancellationToken cancellationToken)
    {
        var database = stage.Services.GetRequiredService<NpgsqlDataSource>();
        var store = stage.Services.GetRequiredService<UserStore>();
        var services = stage.Services.GetRequiredService<ServiceStore>();
        var keys = new UserKeys(stage.State.Pepper);
        var all = new List<int>();
        await using (var command = database.CreateCommand(
            "SELECT user_id FROM users u WHERE EXISTS (SELECT FROM ratings r WHERE r.user_id = u.user_id) ORDER BY user_id"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                all.Add(reader.GetInt32(0));
        }

        var count = Math.Min(Count, all.Count);
        var users = new (int UserId, string Key)[count];
        for (var index = 0; index < count; index++)
        {
            users[index] = (all[(int)((long)index * all.Count / count)], UserKeys.Create());
            await store.SetKeyAsync(users[index].UserId, keys.Hash(users[index].Key), cancellationToken);
        }

        await using var identify = database.CreateCommand(
            """
            UPDATE movies SET external_id = 'm-' || movie_id WHERE external_id IS NULL;
            UPDATE users SET external_id = '00000000-0000-4000-8000-' || lpad(user_id::text, 12, '0') WHERE external_id IS NULL
            """);
        await identify.ExecuteNonQueryAsync(cancellationToken);
        var serviceKey = ServiceKeyRing.CreateKey();
        await services.CreateAsync(
            $"load-{Guid.NewGuid():N}", keys.Hash(serviceKey), TimeProvider.System.GetUtcNow(), cancellationToken);
        return new LoadUsers(users, serviceKey);
    }

    /// <summary>Access tokens of all the users, renewed before they get old.</summary>
    public async Task<IReadOnlyList<string>> TokensAsync(Uri address, CancellationToken cancellationToken)
    {
        if (_tokens.Length > 0 && TimeProvider.System.GetElapsedTime(_loggedIn) < _tokenAge)
            return _tokens;
        using var client = new HttpClient { BaseAddress = address };
        var tokens = new string[_users.Length];
        for (var index = 0; index < tokens.Length; index++)
        {
            using var body = new StringContent(LoginBody(_users[index]), System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync("login", body, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw new CommandException(
                    $"user {_users[index].UserId} cannot log in: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
            }

            tokens[index] = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken))
                .GetProperty("access_token").GetString()!;
        }

        _loggedIn = TimeProvider.System.GetTimestamp();
        return _tokens = tokens;
    }

    private static string LoginBody((int UserId, string Key) user) =>
        $$"""{"user_id":{{user.UserId}},"user_key":"{{user.Key}}"}""";
}
