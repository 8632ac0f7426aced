using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.Tests.Hosting;

/// <summary>Behaviour of the server behind the Functions host alone.</summary>
public sealed class FunctionsServerTests
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_invocation_that_comes_before_the_server_has_started_waits_for_it()
    {
        await using var app = Build(out var server, context => context.Response.WriteAsync("answered"));
        var early = server.RunAsync(TestPipeline.Invocation(new TestRequest("GET", "/"), app.Services));
        Assert.False(early.IsCompleted);
        await app.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            "answered",
            (await TestPipeline.ReadAsync(await early.WaitAsync(_timeout, TestContext.Current.CancellationToken))).Text);
    }

    [Fact]
    public async Task Requests_under_way_are_answered_before_the_server_stops()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = Build(out var server, async context =>
        {
            started.SetResult();
            await release.Task;
            await context.Response.WriteAsync("answered");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var request = server.RunAsync(TestPipeline.Invocation(new TestRequest("GET", "/"), app.Services));
        await started.Task;
        var stop = app.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(stop.IsCompleted);
        release.SetResult();
        await stop.WaitAsync(_timeout, TestContext.Current.CancellationToken);
        Assert.Equal("answered", (await TestPipeline.ReadAsync(await request)).Text);
    }

    [Fact]
    public async Task Requests_that_outlast_the_time_for_stopping_are_aborted()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = Build(out var server, async context =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var request = server.RunAsync(TestPipeline.Invocation(new TestRequest("GET", "/"), app.Services));
        await started.Task;
        await server.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal(499, (int)(await request.WaitAsync(_timeout, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_invocation_names_the_request_and_lends_it_its_services()
    {
        (string Identifier, FunctionContext? Context, IServiceProvider Services) seen = default;
        await using var app = Build(out var server, context =>
        {
            seen = (context.TraceIdentifier, context.Features.Get<FunctionContext>(), context.RequestServices);
            return Task.CompletedTask;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var invocation = TestPipeline.Invocation(new TestRequest("GET", "/"), app.Services);
        await server.RunAsync(invocation);
        Assert.Equal(invocation.FunctionContext.InvocationId, seen.Identifier);
        Assert.Same(invocation.FunctionContext, seen.Context);
        Assert.Same(app.Services, seen.Services);
    }

    [Fact]
    public async Task A_body_that_nobody_reads_is_not_copied()
    {
        await using var app = Build(out var server, _ => Task.CompletedTask);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var invocation = new TestInvocation(
            new TestFunctionContext(app.Services, "", CancellationToken.None), "POST", "http://recofilm.example/",
            [new("content-length", "3")], () => throw new InvalidOperationException("The body was opened."));
        Assert.Equal(200, (int)(await server.RunAsync(invocation)).StatusCode);
    }

    [Fact]
    public async Task A_body_of_another_length_than_announced_is_never_taken_for_an_answer()
    {
        await using var app = Build(out var server, context =>
        {
            context.Response.ContentLength = 10;
            return context.Response.WriteAsync("four");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var invocation = TestPipeline.Invocation(new TestRequest("GET", "/"), app.Services);
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.RunAsync(invocation));
    }

    private static WebApplication Build(out FunctionsServer server, RequestDelegate handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:1");
        var created = TestPipeline.Create();
        builder.Services.AddSingleton<IServer>(created);
        server = created;
        var app = builder.Build();
        app.Run(handle);
        return app;
    }
}
