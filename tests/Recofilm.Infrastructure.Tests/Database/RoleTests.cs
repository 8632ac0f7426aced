using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Database;

/// <summary>
/// infra/sql against a real PostgreSQL. The function that only Azure has is stood in for by one that makes a plain role.
/// </summary>
public sealed class RoleTests(PostgresFixture postgres) : IAsyncLifetime
{
    // As Azure names them, with hyphens, and once with what would break out of quotes.
    private const string Role = "id-recofilm-\"test'";

    private const string StandIn =
        """
        CREATE FUNCTION pgaadauth_create_principal_with_oid(name text, id text, kind text, admin boolean, mfa boolean)
        RETURNS text LANGUAGE plpgsql AS $$
        BEGIN
            ASSERT kind = 'service' AND NOT admin AND NOT mfa;
            EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', name, id);
            RETURN 'Created role for ' || name;
        END $$
        """;

    private static readonly Dictionary<string, string> _variables = new()
    {
        ["role"] = Role,
        ["principal_id"] = "66666666-7777-8888-9999-000000000000",
    };

    private TestDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await _database.ExecuteAsync(StandIn);
    }

    public async ValueTask DisposeAsync()
    {
        var identifier = $"\"{Role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await _database.ExecuteAsync($"DROP OWNED BY {identifier}; DROP ROLE {identifier}");
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_role_is_made_once_and_may_do_what_the_program_does()
    {
        for (var deployment = 1; deployment <= 2; deployment++)
        {
            await _database.ExecuteAsync(RoleSql.Read("create-app-role.sql", _variables));
            await DatabaseMigrator.MigrateAsync(_database.ConnectionString, Cancellation);
            await _database.ExecuteAsync(RoleSql.Read("grant-app-role.sql", _variables));
        }

        await using var app = AsApp();
        await RunAsync(app, "INSERT INTO users (role) VALUES ('user')");
        await RunAsync(app, "INSERT INTO movies (movie_id, title) VALUES (1, 'A')");
        await RunAsync(
            app, "INSERT INTO ratings (user_id, movie_id, rating, created_at) SELECT user_id, 1, 4.5, now() FROM users");
        await RunAsync(app, "UPDATE ratings SET rating = 5");
        await RunAsync(app, "INSERT INTO training_runs (trigger, started_at, status) VALUES ('timer', now(), 'running')");
        await RunAsync(app, "SELECT title FROM movies WHERE title % 'Aa'");
        await RunAsync(app, "DELETE FROM ratings");
    }

    [Theory]
    [InlineData("CREATE TABLE public.mine (id integer)")]
    [InlineData("DROP TABLE ratings")]
    [InlineData("ALTER TABLE ratings ADD COLUMN more text")]
    [InlineData("TRUNCATE ratings")]
    [InlineData("DELETE FROM schemaversions")]
    [InlineData("CREATE ROLE other")]
    public async Task The_role_may_do_no_more(string statement)
    {
        await _database.ExecuteAsync(RoleSql.Read("create-app-role.sql", _variables));
        await _database.ExecuteAsync(RoleSql.Read("grant-app-role.sql", _variables));
        await using var app = AsApp();

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(app, statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Tables_of_migrations_to_come_are_the_role_s_to_use_from_the_beginning()
    {
        await _database.ExecuteAsync(RoleSql.Read("create-app-role.sql", _variables));
        await _database.ExecuteAsync(RoleSql.Read("grant-app-role.sql", _variables));

        await _database.ExecuteAsync("CREATE TABLE later (id integer GENERATED ALWAYS AS IDENTITY, note text)");

        await using var app = AsApp();
        await RunAsync(app, "INSERT INTO later (note) VALUES ('a')");
        await RunAsync(app, "SELECT * FROM later");
    }

    private NpgsqlDataSource AsApp() => RecofilmDataSource.Create(new NpgsqlConnectionStringBuilder(_database.ConnectionString)
    {
        Username = Role,
        Password = _variables["principal_id"],
        Pooling = false,
    }.ConnectionString);

    private static async Task RunAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
