using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Recofilm.Functions.Status;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Status;

/// <summary>Health checks need no token, so any number of them must not take the connections of requests.</summary>
public sealed class DatabaseReachabilityTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_who_ask_within_a_second_share_one_question()
    {
        await using var database = await postgres.CreateDatabaseAsync(migrated: false);
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        var questions = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = command =>
            {
                if (command.GetTagItem("db.namespace") as string == name && command.GetTagItem("db.query.text") is not null)
                    Interlocked.Increment(ref questions);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var time = new FakeTimeProvider();
        var reachability = new DatabaseReachability(database.DataSource, time);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => reachability.AskAsync(Cancellation)));
        Assert.All(answers, answer => Assert.True(answer.Answers));
        time.Advance(TimeSpan.FromSeconds(0.9));
        await reachability.AskAsync(Cancellation);
        Assert.Equal(1, questions);

        time.Advance(TimeSpan.FromSeconds(0.2));
        await reachability.AskAsync(Cancellation);
        Assert.Equal(2, questions);
    }
}
