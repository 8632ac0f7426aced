using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

/// <summary>A test class with a database of its own for each test.</summary>
public abstract class DatabaseTest(PostgresFixture postgres) : IAsyncLifetime
{
    protected static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await postgres.CreateDatabaseAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task<int> CreateUserAsync(UserRole role = UserRole.User) =>
        new UserStore(Database.Connections).CreateAsync(role, null, Noon, Cancellation);

    protected Task AddMoviesAsync(params (int MovieId, string Title, int? Year)[] movies) => Database.ExecuteAsync(
        "INSERT INTO movies (movie_id, title, year) VALUES " + string.Join(", ", movies.Select(movie =>
            $"({movie.MovieId}, '{movie.Title.Replace("'", "''", StringComparison.Ordinal)}', "
                + $"{movie.Year?.ToString() ?? "NULL"})")));
}
