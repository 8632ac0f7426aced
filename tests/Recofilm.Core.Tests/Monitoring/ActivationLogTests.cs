using Microsoft.Extensions.Logging.Abstractions;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;
using Recofilm.Core.Tests.Database;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Monitoring;

/// <summary>The log says who changed the champion.</summary>
public class ActivationLogTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private const string First = "20261122T031500Z-11111111";
    private const string Second = "20261123T031500Z-22222222";

    private ActivationLog Log => new(Database.DataSource, NullLogger<ActivationLog>.Instance);

    [Fact]
    public async Task Trainings_operators_the_command_line_and_rollbacks_are_told_newest_first_with_what_was_replaced()
    {
        await Database.ExecuteAsync(
            $"""
            INSERT INTO training_runs (trigger, started_at, finished_at, status, model_version) VALUES
                ('timer', '{Noon.AddHours(-3):O}', '{Noon.AddHours(-2):O}', 'published', '{First}'),
                ('timer', '{Noon.AddHours(-2):O}', '{Noon.AddHours(-1):O}', 'published', '{Second}'),
                ('timer', '{Noon.AddHours(-2):O}', '{Noon.AddHours(-1):O}', 'refused', '20261123T031500Z-33333333');
            INSERT INTO model_rollbacks (rolled_back_at, from_version, to_version, reason)
                VALUES ('{Noon.AddHours(3):O}', '{Second}', '{First}', 'worse');
            """);
        await Log.RecordAsync(Pointer(First, Second, Noon), Noon, userId: 7, Cancellation);
        await Log.RecordAsync(Pointer(Second, First, Noon.AddHours(1)), Noon.AddHours(1), userId: null, Cancellation);

        var changes = await Log.ListAsync(10, Cancellation);

        Assert.Equal(
            [
                ("rollback", First, Second), ("command", Second, First), ("operator", First, Second), ("training", Second, First),
                ("training", First, null),
            ],
            changes.Select(change => (change.Cause, change.Version, change.Previous)));
        Assert.Equal(("worse", 7, 2L), (changes[0].Reason, changes[2].UserId, changes[3].RunId));
        Assert.Equal(Noon, changes[2].ActivatedAt);
        Assert.Equal("rollback", Assert.Single(await Log.ListAsync(1, Cancellation)).Cause);
    }

    [Fact]
    public async Task Activating_what_serves_already_is_no_change()
    {
        await Log.RecordAsync(Pointer(First, Second, Noon), begun: Noon.AddMinutes(1), userId: 7, Cancellation);

        Assert.Empty(await Log.ListAsync(10, Cancellation));
    }

    [Fact]
    public async Task A_version_serves_although_its_activation_cannot_be_recorded()
    {
        await Database.ExecuteAsync("DROP TABLE model_activations");

        await Log.RecordAsync(Pointer(First, Second, Noon), Noon, userId: 7, Cancellation);
    }

    private static ChampionPointer Pointer(string version, string previous, DateTimeOffset time) =>
        new(ModelVersion.Parse(version), ModelVersion.Parse(previous), time, false);
}
