using Recofilm.Core.Database;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public class DatabaseMigratorTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Migrators_started_together_apply_every_script_once()
    {
        await using var database = await postgres.CreateDatabaseAsync(migrated: false);

        var applied = await Task.WhenAll(
            DatabaseMigrator.MigrateAsync(database.ConnectionString, TestContext.Current.CancellationToken),
            DatabaseMigrator.MigrateAsync(database.ConnectionString, TestContext.Current.CancellationToken));

        Assert.Equal(["0001_extensions.sql", "0002_catalog.sql"], applied.SelectMany(scripts => scripts).Take(2));
        Assert.Contains(applied, scripts => scripts.Count == 0);
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM ratings"));
    }

    [Fact]
    public async Task A_script_that_fails_is_named_with_the_databases_reason()
    {
        await using var database = await postgres.CreateDatabaseAsync(migrated: false);
        await database.ExecuteAsync("CREATE TABLE users (name text)");

        var exception = await Assert.ThrowsAsync<DatabaseMigrationException>(
            () => DatabaseMigrator.MigrateAsync(database.ConnectionString, TestContext.Current.CancellationToken));

        Assert.Contains("0003_users.sql", exception.Message, StringComparison.Ordinal);
        Assert.Contains("\"users\" already exists", exception.Message, StringComparison.Ordinal);
    }
}
