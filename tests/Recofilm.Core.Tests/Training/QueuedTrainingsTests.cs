using System.Text;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Ratings;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Training;

/// <summary>Trainings by messages of a real queue, on a real database.</summary>
public sealed class QueuedTrainingsTests(PostgresFixture postgres, AzuriteFixture azurite) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private BlobContainerClient _container = null!;
    private string _storage = null!;
    private TrainingInstance _instance = null!;

    public static TheoryData<TrainingTrigger> Triggers => [.. Enum.GetValues<TrainingTrigger>()];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _container = await azurite.CreateContainerAsync();
        _storage = await azurite.GetConnectionStringAsync();
        _instance = new TrainingInstance(_database, _storage, _container);
        await TinyCatalog.LoadAsync(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _instance.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_training_is_on_record_when_it_is_asked_for_and_its_message_trains_it()
    {
        var runId = await _instance.Queue.EnqueueAsync(TrainingTrigger.Operator, Cancellation);

        var waiting = await RunAsync();
        Assert.Equal(
            (runId, "operator", "full", TrainingRunStatus.Queued),
            (waiting.RunId, waiting.Trigger, waiting.Kind, waiting.Status));
        Assert.Equal((true, false), (waiting.QueuedAt is not null, waiting.StartedAt is not null));
        // As it lies in the queue, for the Functions host.
        var raw = (await new QueueClient(_storage, _instance.Queue.Messages.Name).PeekMessageAsync(Cancellation)).Value;
        Assert.Equal(
            $$"""{"run_id":{{runId}},"trigger":"operator","kind":"full"}""",
            Encoding.UTF8.GetString(Convert.FromBase64String(raw.MessageText)));

        await _instance.Trainings.RunAsync(await ReceiveAsync(), Cancellation);

        var run = await RunAsync();
        Assert.Equal((runId, TrainingRunStatus.Published), (run.RunId, run.Status));
        Assert.Equal(run.ModelVersion, (await _instance.Registry.ReadChampionAsync(Cancellation))!.Version.ToString());
    }

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task Every_trigger_can_ask_for_a_training(TrainingTrigger trigger)
    {
        await _instance.Queue.EnqueueAsync(trigger, Cancellation);

        Assert.Equal(trigger, TrainingMessage.Parse(await ReceiveAsync()).Trigger);
    }

    [Fact]
    public async Task A_training_asked_for_again_while_it_waits_is_the_same_and_has_one_message()
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            _instance.Queue.EnqueueAsync(TrainingTrigger.Operator, Cancellation)));
        var partial = await _instance.Queue.EnqueueAsync(TrainingTrigger.Feedback, Cancellation);

        Assert.Single(asked.Append(partial).Distinct());
        await RunAsync();
        await _instance.Trainings.RunAsync(await ReceiveAsync(), Cancellation);
        Assert.NotEqual(partial, await _instance.Queue.EnqueueAsync(TrainingTrigger.Feedback, Cancellation));
    }

    [Fact]
    public async Task A_message_that_comes_twice_trains_once()
    {
        await _instance.Queue.EnqueueAsync(TrainingTrigger.Timer, Cancellation);
        var message = await ReceiveAsync();
        await _instance.Trainings.RunAsync(message, Cancellation);
        var trained = await RunAsync();

        await _instance.Trainings.RunAsync(message, Cancellation);

        Assert.Equal(trained with { Steps = [] }, await RunAsync() with { Steps = [] });
    }

    [Fact]
    public async Task Of_messages_that_come_twice_at_the_same_time_one_trains_and_the_other_goes_behind_it()
    {
        await using var other = new TrainingInstance(_database, _storage, _container);
        await _instance.Queue.EnqueueAsync(TrainingTrigger.Timer, Cancellation);
        var message = await ReceiveAsync();

        await Task.WhenAll(
            _instance.Trainings.RunAsync(message, Cancellation), other.Trainings.RunAsync(message, Cancellation));

        var run = await RunAsync();
        Assert.Equal((TrainingRunStatus.Published, 1), (run.Status, await AttemptsAsync(run.RunId)));
        Assert.Single(await _instance.Registry.ListAsync(Cancellation));
    }

    [Fact]
    public async Task A_message_waits_behind_a_training_under_way()
    {
        await using (await TrainingLease.TryAcquireAsync(_container, TimeSpan.FromSeconds(15), TimeProvider.System, Cancellation))
        {
            await _instance.Queue.EnqueueAsync(TrainingTrigger.Operator, Cancellation);
            await _instance.Trainings.RunAsync(await ReceiveAsync(), Cancellation);
        }

        Assert.Equal(TrainingRunStatus.Queued, (await RunAsync()).Status);
        // It is there again, hidden for half a minute.
        Assert.Equal(1, (await _instance.Queue.Messages.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount);
        Assert.Null((await _instance.Queue.Messages.ReceiveMessageAsync(cancellationToken: Cancellation)).Value);
    }

    [Fact]
    public async Task A_training_that_fails_is_recorded_and_not_tried_again()
    {
        await _database.ExecuteAsync("CREATE TABLE saved AS TABLE ratings; DELETE FROM ratings");
        await _instance.Queue.EnqueueAsync(TrainingTrigger.Operator, Cancellation);
        var message = await ReceiveAsync();

        await _instance.Trainings.RunAsync(message, Cancellation);
        await _database.ExecuteAsync("INSERT INTO ratings TABLE saved");
        await _instance.Trainings.RunAsync(message, Cancellation);

        var run = await RunAsync();
        Assert.Equal((TrainingRunStatus.Failed, "There are no ratings to train on."), (run.Status, run.Error));
    }

    [Fact]
    public async Task A_training_that_the_host_stops_waits_again_and_is_taken_up_as_the_same_run()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var stopped = new TrainingInstance(
            _database, _storage, _container,
            services: services => services.AddSingleton<TrainingDataSource>(provider => async token =>
            {
                await stopping.CancelAsync();
                return await provider.GetRequiredService<TrainingDataReader>().ReadAsync(token);
            }));
        var runId = await _instance.Queue.EnqueueAsync(TrainingTrigger.Timer, Cancellation);
        var message = await ReceiveAsync();

        await stopped.Trainings.RunAsync(message, stopping.Token);

        var waiting = await RunAsync();
        Assert.Equal((runId, TrainingRunStatus.Queued, null), (waiting.RunId, waiting.Status, waiting.StartedAt));
        Assert.Equal(0, await AttemptsAsync(runId));
        // A message of its own, which was never received.
        await _instance.Trainings.RunAsync(await ReceiveAsync(), Cancellation);
        var run = await RunAsync();
        Assert.Equal((runId, TrainingRunStatus.Published, 1), (run.RunId, run.Status, await AttemptsAsync(runId)));
    }

    [Fact]
    public async Task A_training_that_the_database_lets_down_is_tried_again()
    {
        await using var unlucky = new TrainingInstance(
            _database, _storage, _container, services: services => services.AddSingleton(new TrainingDataSource(
                _ => throw new NpgsqlException("The connection was closed.", new IOException()))));
        await _instance.Queue.EnqueueAsync(TrainingTrigger.Timer, Cancellation);
        var message = await ReceiveAsync();

        await Assert.ThrowsAsync<NpgsqlException>(() => unlucky.Trainings.RunAsync(message, Cancellation));
        await _instance.Trainings.RunAsync(message, Cancellation);

        Assert.Equal(TrainingRunStatus.Published, (await RunAsync()).Status);
    }

    [Fact]
    public async Task A_training_that_ends_every_process_is_given_up()
    {
        var runId = await _instance.Queue.EnqueueAsync(TrainingTrigger.Timer, Cancellation);
        await _database.ExecuteAsync(
            $"UPDATE training_runs SET attempts = {TrainingQueue.MaximumAttempts}, status = 'running', started_at = now()");

        await _instance.Trainings.RunAsync(await ReceiveAsync(), Cancellation);

        var run = await RunAsync();
        Assert.Equal((runId, TrainingRunStatus.Failed), (run.RunId, run.Status));
        Assert.StartsWith("Given up after 5 attempts: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poison_message_is_recorded_as_a_failed_run_but_not_while_the_run_is_under_way()
    {
        await _instance.Queue.EnqueueAsync(TrainingTrigger.Timer, Cancellation);
        var message = await ReceiveAsync();
        await _database.ExecuteAsync("UPDATE training_runs SET attempts = 1, status = 'running', started_at = now()");
        await using (await TrainingLease.TryAcquireAsync(_container, TimeSpan.FromSeconds(15), TimeProvider.System, Cancellation))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => _instance.Trainings.RecordPoisonedAsync(message, Cancellation));
            Assert.Equal(TrainingRunStatus.Running, (await RunAsync()).Status);
        }

        await _instance.Trainings.RecordPoisonedAsync(message, Cancellation);
        await _instance.Trainings.RecordPoisonedAsync(message, Cancellation);
        await _instance.Trainings.RecordPoisonedAsync("no message of ours", Cancellation);

        Assert.Equal(TrainingRunStatus.Failed, (await RunAsync()).Status);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("null")]
    [InlineData("""{"run_id": 1}""")]
    [InlineData("""{"run_id": 1, "trigger": "moon", "kind": "full"}""")]
    public async Task A_message_of_somebody_else_is_refused(string text) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => _instance.Trainings.RunAsync(text, Cancellation));

    [Fact]
    public async Task A_message_that_could_not_be_sent_is_sent_when_the_training_is_asked_for_again()
    {
        var isDown = true;
        var options = new QueueClientOptions { Retry = { MaxRetries = 0 } };
        options.AddPolicy(
            new InterceptedRequests(_ => isDown ? throw new RequestFailedException(503, "Busy.") : ValueTask.CompletedTask),
            HttpPipelinePosition.PerCall);
        await using var instance = new TrainingInstance(
            _database, _storage, _container, services: services => services.AddSingleton(options));
        await Assert.ThrowsAsync<RequestFailedException>(
            () => instance.Queue.EnqueueAsync(TrainingTrigger.Operator, Cancellation));
        isDown = false;

        var runId = await instance.Queue.EnqueueAsync(TrainingTrigger.Operator, Cancellation);

        Assert.Equal(runId, TrainingMessage.Parse(await ReceiveAsync()).RunId);
    }

    [Fact]
    public async Task A_message_that_is_not_base64_does_not_stop_those_behind_it()
    {
        await _instance.Queue.Messages.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await new QueueClient(_storage, _instance.Queue.Messages.Name).SendMessageAsync("%", Cancellation);
        var runId = await _instance.Queue.EnqueueAsync(TrainingTrigger.Operator, Cancellation);

        var received = (await _instance.Queue.Messages.ReceiveMessagesAsync(2, cancellationToken: Cancellation)).Value;

        Assert.Equal(runId, TrainingMessage.Parse(Assert.Single(received).MessageText).RunId);
        Assert.Equal("%", (await _instance.Queue.Poison.ReceiveMessageAsync(cancellationToken: Cancellation)).Value.MessageText);
    }

    private async Task<string> ReceiveAsync()
    {
        var received = await _instance.Queue.Messages.ReceiveMessagesAsync(32, cancellationToken: Cancellation);
        var message = Assert.Single(received.Value);
        await _instance.Queue.Messages.DeleteMessageAsync(message.MessageId, message.PopReceipt, Cancellation);
        return message.MessageText;
    }

    private async Task<TrainingRun> RunAsync() => Assert.Single(await _instance.Runs.ListAsync(cancellationToken: Cancellation));

    private Task<int> AttemptsAsync(long runId) =>
        _database.ScalarAsync<int>($"SELECT attempts FROM training_runs WHERE run_id = {runId}");
}
