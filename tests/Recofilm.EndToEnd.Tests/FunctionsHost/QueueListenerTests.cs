using Azure.Storage.Queues;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;
using Recofilm.Testing.FunctionsHost.Protocol;

namespace Recofilm.EndToEnd.Tests.FunctionsHost;

/// <summary>The tests' host treats messages as the storage extension does.</summary>
public sealed class QueueListenerTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_whose_function_always_fails_is_tried_five_times_and_put_into_the_poison_queue()
    {
        var (queue, poison) = await QueuesAsync("failing");
        await queue.SendMessageAsync("a message", Cancellation);
        var counts = new List<string>();

        await using (await ListenAsync(queue.Name, input =>
        {
            counts.Add(input.Metadata!["DequeueCount"].Json);
            return StatusResult.Types.Status.Failure;
        }))
        {
            await Eventually.IsTrueAsync(
                async () => await poison.ExistsAsync(Cancellation)
                    && (await poison.PeekMessagesAsync(1, Cancellation)).Value.Length > 0,
                "the message lies in the poison queue",
                Cancellation);
        }

        Assert.Equal(["1", "2", "3", "4", "5"], counts);
        Assert.Equal("a message", (await poison.PeekMessageAsync(Cancellation)).Value.Body.ToString());
        Assert.Empty((await queue.ReceiveMessagesAsync(Cancellation)).Value);
    }

    [Fact]
    public async Task A_message_whose_function_succeeds_is_gone()
    {
        var (queue, poison) = await QueuesAsync("succeeding");
        await queue.SendMessageAsync("a message", Cancellation);

        await using (await ListenAsync(queue.Name, _ => StatusResult.Types.Status.Success))
        {
            await Eventually.IsTrueAsync(
                async () => (await queue.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount == 0,
                "the message is gone",
                Cancellation);
        }

        Assert.False(await poison.ExistsAsync(Cancellation));
    }

    private async Task<(QueueClient Queue, QueueClient Poison)> QueuesAsync(string name)
    {
        var service = new QueueServiceClient(
            await azurite.GetConnectionStringAsync(), new() { MessageEncoding = QueueMessageEncoding.Base64 });
        var queue = service.GetQueueClient(name);
        await queue.CreateAsync(cancellationToken: Cancellation);
        return (queue, service.GetQueueClient($"{name}-poison"));
    }

    private async Task<QueueListener> ListenAsync(string queue, Func<TriggerInput, StatusResult.Types.Status> answer)
    {
        var settings = new AppSettings(new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = await azurite.GetConnectionStringAsync(),
        });
        var function = new HostedFunction(
            new RpcFunctionMetadata { Name = "take" },
            [FunctionBinding.Parse($$"""{"name":"message","type":"queueTrigger","direction":"In","queueName":"{{queue}}"}""")]);
        var listener = new QueueListener(
            function, settings, new(16, 8, 5, TimeSpan.FromSeconds(1), TimeSpan.Zero, IsBase64: true),
            TimeSpan.FromMinutes(10),
            (_, input, _) => Task.FromResult(new InvocationResult("1", new() { Result = new() { Status = answer(input) } })));
        listener.Start();
        return listener;
    }
}
