using System.Collections.Concurrent;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.EndToEnd.Tests;

/// <summary>Several users who ask for lists all the time; one answer that is not 200 makes the load fail.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    // Leaves the processor to the training that runs meanwhile.
    private const int PauseMilliseconds = 20;

    private static readonly (string Method, string Path, string? Json)[] _requests =
    [
        ("GET", "/recommendations?limit=10", null),
        ("POST", "/hybrid", """{"limit": 10, "weight": 0.5}"""),
        ("POST", "/genre_recommendations", """{"genres": ["Drama", "Comedy"]}"""),
        ("GET", "/movies/1/similar", null),
    ];

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, int> _answers = [];
    private Task _users = Task.CompletedTask;
    private volatile bool _hurries;

    /// <summary>How many answers each model version gave.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    /// <summary>Lets users begin.</summary>
    public static async Task<SteadyLoad> StartAsync(TestFunctionsHost host, int users)
    {
        var load = new SteadyLoad();
        var clients = new List<UserClient>();
        for (var user = 0; user < users; user++)
            clients.Add(await UserClient.RegisterAsync(host));
        load._users = Task.WhenAll(clients.Select((client, index) => Task.Run(() => load.AskAsync(client, index))));
        return load;
    }

    /// <summary>Lets users ask without pause from now on, so that requests are under way whenever a model is swapped.</summary>
    public void Hurry() => _hurries = true;

    /// <summary>Waits until a version has answered a number of requests.</summary>
    public Task AnsweredAsync(string version, int count) => Eventually.IsTrueAsync(
        async () =>
        {
            if (_users.IsCompleted)
                await _users;
            return _answers.GetValueOrDefault(version) >= count;
        },
        $"version {version} has answered {count} requests",
        TestContext.Current.CancellationToken);

    /// <summary>Ends the load; throws when a request failed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _users;
        _stop.Dispose();
    }

    private async Task AskAsync(UserClient client, int first)
    {
        using (client)
        {
            for (var turn = first; !_stop.IsCancellationRequested; turn++)
            {
                var (method, path, json) = _requests[turn % _requests.Length];
                var list = await client.SendAsync(method, path, json);
                _answers.AddOrUpdate(list.GetProperty("model_version").GetString()!, 1, (_, count) => count + 1);
                await Task.Delay(_hurries ? 0 : PauseMilliseconds);
            }
        }
    }
}
