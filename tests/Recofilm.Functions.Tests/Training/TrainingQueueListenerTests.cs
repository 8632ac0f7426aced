using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Recofilm.Core;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Fitting;
using Recofilm.Core.Ratings;
using Recofilm.Core.Training;
using Recofilm.Functions.Training;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Training;

/// <summary>The program looks into the queue by itself where no Functions host does.</summary>
public sealed class TrainingQueueListenerTests(PostgresFixture postgres, AzuriteFixture azurite) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private BlobContainerClient _container = null!;
    private string _storage = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await TinyCatalog.LoadAsync(_database);
        _container = await azurite.CreateContainerAsync();
        _storage = await azurite.GetConnectionStringAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_message_is_trained_and_deleted()
    {
        await using var services = Build();
        var queue = services.GetRequiredService<TrainingQueue>();
        using var listener = await StartAsync(services);

        await queue.EnqueueAsync(TrainingTrigger.Operator, Cancellation);

        Assert.Equal(TrainingRunStatus.Published, (await EndedAsync(services)).Status);
        await IsEmptyAsync(queue.Messages);
        await listener.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_program_that_stops_lets_another_take_up_its_training_at_once()
    {
        var reading = new TaskCompletionSource();
        await using var stopped = Build(async token =>
        {
            reading.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("Not reached.");
        });
        await stopped.GetRequiredService<TrainingQueue>().EnqueueAsync(TrainingTrigger.Operator, Cancellation);
        using (var listener = await StartAsync(stopped))
        {
            await reading.Task.WaitAsync(Cancellation);
            await listener.StopAsync(Cancellation);
        }

        await using var next = Build();
        using var other = await StartAsync(next);

        var run = await EndedAsync(next);
        Assert.Equal(TrainingRunStatus.Published, run.Status);
        Assert.Equal(1, await _database.ScalarAsync<int>("SELECT attempts FROM training_runs"));
        await other.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_message_that_was_received_too_often_is_recorded_and_gone()
    {
        await using var services = Build();
        var queue = services.GetRequiredService<TrainingQueue>();
        var runId = await queue.EnqueueAsync(TrainingTrigger.Operator, Cancellation);
        await queue.Messages.SendMessageAsync("no message of ours", Cancellation);
        for (var time = 0; time < TrainingQueue.MaximumAttempts; time++)
        {
            foreach (var message in (await queue.Messages.ReceiveMessagesAsync(32, cancellationToken: Cancellation)).Value)
                await ReleaseAsync(queue, message);
        }

        using var listener = await StartAsync(services);

        var run = await EndedAsync(services);
        Assert.Equal((runId, TrainingRunStatus.Failed), (run.RunId, run.Status));
        Assert.StartsWith("Given up after 5 attempts: ", run.Error, StringComparison.Ordinal);
        await IsEmptyAsync(queue.Messages);
        await IsEmptyAsync(queue.Poison);
        await listener.StopAsync(Cancellation);
    }

    private static async Task ReleaseAsync(TrainingQueue queue, QueueMessage message) => await queue.Messages.UpdateMessageAsync(
        message.MessageId, message.PopReceipt, message.Body, TimeSpan.Zero, Cancellation);

    private static Task IsEmptyAsync(QueueClient queue) => Eventually.IsTrueAsync(
        async () => (await queue.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount == 0,
        $"the queue {queue.Name} is empty",
        Cancellation);

    private static async Task<TrainingQueueListener> StartAsync(IServiceProvider services)
    {
        var listener = services.GetRequiredService<TrainingQueueListener>();
        await listener.StartAsync(Cancellation);
        return listener;
    }

    private static Task<TrainingRun> EndedAsync(IServiceProvider services) => Eventually.ReturnsAsync(
        async () =>
        {
            var runs = services.GetRequiredService<TrainingRunStore>();
            var run = Assert.Single(await runs.ListAsync(cancellationToken: Cancellation));
            return run.FinishedAt is null ? null : run;
        },
        "the run has ended",
        Cancellation);

    private ServiceProvider Build(TrainingDataSource? source = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Recofilm"] = _database.ConnectionString,
            ["Recofilm:Storage:ConnectionString"] = _storage,
            ["Recofilm:Storage:Container"] = _container.Name,
            ["Recofilm:Training:Queue"] = $"{_container.Name}-training",
            ["Recofilm:Training:PollInterval"] = "00:00:00.1",
            ["Recofilm:Training:LeaseDuration"] = "00:00:15",
        }).Build();
        var services = new ServiceCollection()
            .AddRecofilmCore(configuration)
            .AddSingleton(new ModelTrainer(FastTraining.Options))
            .AddSingleton<TrainingFunction>()
            .AddSingleton<TrainingQueueListener>();
        if (source is not null)
            services.AddSingleton(source);
        return services.BuildServiceProvider();
    }
}
