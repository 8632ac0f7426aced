using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Tests.Database;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Training;

/// <summary>Trainings are due at 03:15; an hour later one that did not come is overdue.</summary>
public sealed class OverdueTrainingWatchTests(PostgresFixture postgres, AzuriteFixture azurite) : DatabaseTest(postgres)
{
    private static readonly DateTimeOffset _due = new(2026, 3, 4, 3, 15, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(_due.AddDays(-1));
    private readonly List<TrainingInstance> _instances = [];
    private BlobContainerClient _container = null!;

    public override async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Of_all_instances_that_find_a_training_overdue_one_asks_for_it()
    {
        var instances = await StartAsync(8);
        await TrainedAsync("timer", _due.AddDays(-1));
        _time.SetUtcNow(_due.AddMinutes(59));
        Assert.All(await LookAsync(instances), Assert.Null);
        _time.SetUtcNow(_due.AddMinutes(61));

        var asked = await LookAsync(instances);

        var runId = Assert.Single(asked, runId => runId is not null);
        Assert.All(await LookAsync(instances), Assert.Null);
        var run = (await instances[0].Runs.ListAsync(1, Cancellation))[0];
        Assert.Equal((runId, "overdue", "full", TrainingRunStatus.Queued), (run.RunId, run.Trigger, run.Kind, run.Status));
        var message = Assert.Single((await instances[0].Queue.Messages.PeekMessagesAsync(32, Cancellation)).Value);
        Assert.Equal(
            new TrainingMessage(run.RunId, TrainingTrigger.Overdue, TrainingKind.Full),
            TrainingMessage.Parse(message.MessageText));
    }

    [Theory]
    [InlineData("command_line", "full", false)]
    [InlineData("operator", "full", false)]
    [InlineData("feedback", "partial", true)]
    public async Task A_full_training_of_any_kind_makes_up_for_the_night_and_a_partial_one_does_not(
        string trigger, string kind, bool isOverdue)
    {
        var instances = await StartAsync(1);
        await TrainedAsync("timer", _due.AddDays(-1));
        await TrainedAsync(trigger, _due.AddMinutes(30), kind);
        _time.SetUtcNow(_due.AddHours(2));

        Assert.Equal(isOverdue, (await LookAsync(instances))[0] is not null);
    }

    [Fact]
    public async Task A_database_in_which_nothing_was_ever_trained_has_nothing_overdue()
    {
        var instances = await StartAsync(1);
        _time.SetUtcNow(_due.AddYears(1));

        Assert.All(await LookAsync(instances), Assert.Null);
    }

    [Fact]
    public async Task A_run_whose_message_is_lost_is_sent_again_after_a_while_and_once()
    {
        var instances = await StartAsync(4);
        var runId = await instances[0].Queue.EnqueueAsync(TrainingTrigger.Operator, Cancellation);
        await instances[0].Queue.Messages.ClearMessagesAsync(Cancellation);
        _time.Advance(TimeSpan.FromMinutes(14));
        await LookAsync(instances);
        Assert.Empty((await instances[0].Queue.Messages.PeekMessagesAsync(32, Cancellation)).Value);
        _time.Advance(TimeSpan.FromMinutes(2));

        await LookAsync(instances);

        var message = Assert.Single((await instances[0].Queue.Messages.PeekMessagesAsync(32, Cancellation)).Value);
        Assert.Equal(
            new TrainingMessage(runId, TrainingTrigger.Operator, TrainingKind.Full),
            TrainingMessage.Parse(message.MessageText));
    }

    [Fact]
    public async Task Runs_whose_process_is_gone_are_closed_or_wait_again_but_not_while_a_training_is_under_way()
    {
        var instances = await StartAsync(1);
        var direct = await instances[0].Runs.StartAsync("command_line", cancellationToken: Cancellation);
        var queued = await instances[0].Queue.EnqueueAsync(TrainingTrigger.Operator, Cancellation);
        await Database.ExecuteAsync(
            $"""
            UPDATE training_runs SET status = 'running', started_at = '{_time.GetUtcNow():O}', attempts = 1
            WHERE run_id = {queued}
            """);
        _time.Advance(TimeSpan.FromMinutes(3));
        await using (await TrainingLease.TryAcquireAsync(_container, TimeSpan.FromSeconds(15), TimeProvider.System, Cancellation))
        {
            await LookAsync(instances);
            Assert.All(await StatusesAsync(), status => Assert.Equal(TrainingRunStatus.Running, status));
        }

        await LookAsync(instances);

        Assert.Equal([TrainingRunStatus.Queued, TrainingRunStatus.Failed], await StatusesAsync());
        Assert.NotEqual(direct, queued);

        async Task<IEnumerable<TrainingRunStatus>> StatusesAsync() =>
            (await instances[0].Runs.ListAsync(cancellationToken: Cancellation)).Select(run => run.Status);
    }

    private async Task<TrainingInstance[]> StartAsync(int count)
    {
        _container = await azurite.CreateContainerAsync();
        var storage = await azurite.GetConnectionStringAsync();
        _instances.AddRange(Enumerable.Range(0, count).Select(_ => new TrainingInstance(
            Database, storage, _container, services: services => services.AddSingleton<TimeProvider>(_time))));
        return [.. _instances];
    }

    private static Task<long?[]> LookAsync(TrainingInstance[] instances) =>
        Task.WhenAll(instances.Select(instance => instance.Watch.LookAsync(Cancellation)));

    private Task TrainedAsync(string trigger, DateTimeOffset at, string kind = "full") => Database.ExecuteAsync(
        $"""
        INSERT INTO training_runs (trigger, kind, status, queued_at, started_at, finished_at)
        VALUES ('{trigger}', '{kind}', 'unchanged', '{at:O}', '{at:O}', '{at:O}')
        """);
}
