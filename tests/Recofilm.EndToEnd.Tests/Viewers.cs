using Recofilm.Core.Database.Users;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.EndToEnd.Tests;

/// <summary>
/// The users of the data set, who go on as they would have: what each of them rated last is taken out of the database and
/// given again over HTTP, after a look at a list.
/// </summary>
internal sealed class Viewers : IDisposable
{
    private const int AtATime = 8;

    private readonly List<Viewer> _viewers = [];

    /// <summary>Takes the last third of every user's ratings out of the database.</summary>
    public static async Task<Viewers> TakeAsync(TestDatabase database)
    {
        var viewers = new Viewers();
        await using var command = database.DataSource.CreateCommand(
            """
            WITH placed AS (
                SELECT user_id, movie_id, row_number() OVER latest AS place, count(*) OVER (PARTITION BY user_id) AS number
                FROM ratings WINDOW latest AS (PARTITION BY user_id ORDER BY created_at DESC, movie_id)
            )
            DELETE FROM ratings r USING placed p
            WHERE r.user_id = p.user_id AND r.movie_id = p.movie_id AND place <= number / 3
            RETURNING r.user_id, r.movie_id, r.rating::float8, r.created_at
            """);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var taken = new List<(int User, int Movie, double Rating, DateTime At)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            taken.Add((reader.GetInt32(0), reader.GetInt32(1), reader.GetDouble(2), reader.GetDateTime(3)));
        foreach (var user in taken.GroupBy(rating => rating.User).OrderBy(user => user.Key))
        {
            var taste = user.OrderBy(rating => rating.At).Select(rating => (rating.Movie, rating.Rating));
            viewers._viewers.Add(new Viewer(user.Key, new Queue<(int, double)>(taste)));
        }

        return viewers;
    }

    /// <summary>Logs everybody in, half of them at either program.</summary>
    public async Task LogInAsync(TestDatabase database, TestFunctionsHost first, TestFunctionsHost second)
    {
        var users = new UserStore(database.Connections);
        var keys = new UserKeys(ProgramSettings.Pepper);
        await EachAsync(async viewer =>
        {
            var key = UserKeys.Create();
            await users.SetKeyAsync(viewer.UserId, keys.Hash(key), TestContext.Current.CancellationToken);
            viewer.Client = await UserClient.LogInAsync(viewer.UserId % 2 == 0 ? first : second, viewer.UserId, key);
        });
    }

    /// <summary>Everybody looks at a list and rates movies, until at least this many ratings were given.</summary>
    /// <returns>How many were.</returns>
    public async Task<int> RateAsync(int atLeast)
    {
        var rated = 0;
        while (rated < atLeast)
        {
            var before = rated;
            await EachAsync(async viewer =>
            {
                await viewer.Client!.SendAsync("GET", "/recommendations?limit=20");
                for (var turn = 0; turn < 3 && viewer.Ahead.TryDequeue(out var next); turn++)
                {
                    await viewer.Client.SendAsync(
                        "PUT", $"/ratings/{next.Movie}",
                        FormattableString.Invariant($$"""{"rating": {{next.Rating}}}"""), status: 201);
                    Interlocked.Increment(ref rated);
                }
            });
            Assert.True(rated > before, $"The users have nothing more to rate after {rated} ratings.");
        }

        return rated;
    }

    /// <summary>Everybody looks at a list.</summary>
    /// <returns>Which model served each of them.</returns>
    public async Task<IReadOnlyDictionary<int, string>> LookAsync()
    {
        var served = new Dictionary<int, string>();
        await EachAsync(async viewer =>
        {
            var list = await viewer.Client!.SendAsync("GET", "/recommendations");
            lock (served)
                served[viewer.UserId] = list.GetProperty("model_version").GetString()!;
        });
        return served;
    }

    public void Dispose()
    {
        foreach (var viewer in _viewers)
            viewer.Client?.Dispose();
    }

    private Task EachAsync(Func<Viewer, Task> action) => Parallel.ForEachAsync(
        _viewers,
        new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = TestContext.Current.CancellationToken },
        async (viewer, _) => await action(viewer));

    private sealed record Viewer(int UserId, Queue<(int Movie, double Rating)> Ahead)
    {
        public UserClient? Client { get; set; }
    }
}
