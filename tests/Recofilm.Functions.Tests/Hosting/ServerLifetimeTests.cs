using System.Text;

namespace Recofilm.Functions.Tests.Hosting;

/// <summary>Failures, aborted requests and callbacks are alike on Kestrel and behind the Functions host.</summary>
public sealed class ServerLifetimeTests
{
    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task An_exception_before_the_answer_started_is_an_empty_500(ServerKind server)
    {
        await using var pipeline = await StartAsync(server, context =>
        {
            context.Response.Headers["X-Before"] = "set";
            throw new InvalidOperationException("It failed.");
        });
        var answer = await pipeline.SendAsync(new TestRequest("GET", "/"));
        Assert.Equal(500, answer.Status);
        Assert.False(answer.Headers.ContainsKey("X-Before"));
        Assert.Empty(answer.Body);
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task An_exception_after_the_answer_started_is_never_taken_for_an_answer(ServerKind server)
    {
        await using var pipeline = await StartAsync(server, async context =>
        {
            await context.Response.WriteAsync("half of");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("It failed.");
        });
        await Assert.ThrowsAnyAsync<Exception>(() => pipeline.SendAsync(new TestRequest("GET", "/")));
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task An_answer_that_is_aborted_is_never_taken_for_an_answer(ServerKind server)
    {
        await using var pipeline = await StartAsync(server, context =>
        {
            context.Abort();
            return Task.FromCanceled(context.RequestAborted);
        });
        await Assert.ThrowsAnyAsync<Exception>(() => pipeline.SendAsync(new TestRequest("GET", "/")));
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task An_answer_that_is_aborted_by_a_handler_that_returns_is_none_either(ServerKind server)
    {
        await using var pipeline = await StartAsync(server, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await Assert.ThrowsAnyAsync<Exception>(() => pipeline.SendAsync(new TestRequest("GET", "/")));
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task Callbacks_run_before_the_answer_starts_and_after_it_the_latest_first(ServerKind server)
    {
        var completed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var order = new StringBuilder();
        await using var pipeline = await StartAsync(server, async context =>
        {
            context.Response.OnStarting(() => AppendAsync(context, "first"));
            context.Response.OnStarting(() => AppendAsync(context, "second"));
            context.Response.OnCompleted(() => { completed.SetResult(order.Append('a').ToString()); return Task.CompletedTask; });
            context.Response.OnCompleted(() => { order.Append('b'); return Task.CompletedTask; });
            Assert.False(context.Response.HasStarted);
            await context.Response.WriteAsync("body");
            Assert.True(context.Response.HasStarted);
            Assert.Throws<InvalidOperationException>(() => context.Response.StatusCode = 201);
            Assert.Throws<InvalidOperationException>(() => context.Response.Headers["X-Late"] = "late");
            Assert.Throws<InvalidOperationException>(() => context.Response.OnStarting(() => Task.CompletedTask));
        });

        var answer = await pipeline.SendAsync(new TestRequest("GET", "/"));

        Assert.Equal((200, "body", "second,first"), (answer.Status, answer.Text, answer.Headers["X-Order"]));
        Assert.Equal("ba", await completed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        static Task AppendAsync(HttpContext context, string value)
        {
            context.Response.Headers.Append("X-Order", value);
            return Task.CompletedTask;
        }
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task Callbacks_run_although_nothing_is_written_and_after_a_failure(ServerKind server)
    {
        var completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var pipeline = await StartAsync(server, context =>
        {
            context.Response.OnStarting(() => { context.Response.StatusCode = 204; return Task.CompletedTask; });
            context.Response.OnCompleted(() => { completed.SetResult(); return Task.CompletedTask; });
            return context.Request.Path == "/fail" ? throw new InvalidOperationException("It failed.") : Task.CompletedTask;
        });
        Assert.Equal(204, (await pipeline.SendAsync(new TestRequest("GET", "/"))).Status);
        await completed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await pipeline.SendAsync(new TestRequest("GET", "/fail"));
        await completed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Theory, InlineData(ServerKind.Kestrel), InlineData(ServerKind.Functions)]
    public async Task A_client_that_goes_away_aborts_the_request(ServerKind server)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var pipeline = await StartAsync(server, async context =>
        {
            using var registration = context.RequestAborted.Register(aborted.SetResult);
            started.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var client = new CancellationTokenSource();
        var answer = pipeline.SendAsync(new TestRequest("GET", "/") { ClientGone = client.Token });
        await started.Task;
        await client.CancelAsync();
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await Task.WhenAny(answer);
    }

    private static Task<TestPipeline> StartAsync(ServerKind server, RequestDelegate handle) =>
        TestPipeline.StartAsync(server, app => app.Run(handle));
}
