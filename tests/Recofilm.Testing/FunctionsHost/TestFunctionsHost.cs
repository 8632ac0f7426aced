using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.LocalStack;
using Recofilm.Testing.FunctionsHost.Protocol;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>
/// A Functions host for tests. It starts a published app as the real host does (Azure/azure-functions-host, 4.1037), speaks the
/// worker protocol with it, enforces the rules of the real host, and runs its functions by HTTP, timer and queue. Comments name
/// the class of the real host from which a behaviour was taken.
/// </summary>
public sealed class TestFunctionsHost : IAsyncDisposable
{
    // WorkerConstants.WorkerTerminateGracePeriodInSeconds.
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(5);
    // WorkerProcessCountOptions.ProcessShutdownTimeout.
    private static readonly TimeSpan _drainTimeout = TimeSpan.FromSeconds(10);

    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();
    private readonly RpcServer _server;
    private readonly WorkerProcess _process;
    private readonly FunctionRoutes _routes;
    private readonly Dictionary<string, TimerListener> _timers = [];
    private readonly List<QueueListener> _queues = [];
    private HttpFront? _front;
    private WorkerExit? _exit;

    private TestFunctionsHost(
        RpcServer server, WorkerProcess process, IReadOnlyList<HostedFunction> functions, HostFile file, AppSettings settings,
        TimeSpan visibility)
    {
        (_server, _process, Functions) = (server, process, functions);
        _routes = new FunctionRoutes(functions, file.RoutePrefix);
        foreach (var function in functions)
        {
            if (function.TriggerType == "timertrigger")
                _timers[function.Name] = new(function, TimerSchedule.Parse(settings.Resolve(function.Schedule!)), InvokeAsync);
            else if (function is { TriggerType: "queuetrigger", IsDisabled: false })
                _queues.Add(new(function, settings, file.Queues, visibility, InvokeAsync));
        }
    }

    /// <summary>The functions, in the order in which their routes are tried.</summary>
    public IReadOnlyList<HostedFunction> Functions { get; }

    /// <summary>The address at which HTTP is served.</summary>
    public Uri Address => _front!.Address;

    /// <summary>A client for that address, without credentials.</summary>
    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromMinutes(10) };

    /// <summary>The process identifier of the worker.</summary>
    public int WorkerProcessId => _process.Id;

    /// <summary>The lines that the worker has logged through the host.</summary>
    public IReadOnlyCollection<WorkerLog> Logs => _server.Channel.Logs;

    /// <summary>The lines that the worker has written to stdout.</summary>
    public IReadOnlyCollection<string> Output => _process.Output;

    /// <summary>The lines that the worker has written to stderr.</summary>
    public IReadOnlyCollection<string> Errors => _process.Errors;

    /// <summary>Completes when the worker ends, with its exit code.</summary>
    public Task<int> WorkerExited => _process.Exited;

    internal IReadOnlyDictionary<string, string> Capabilities => _server.Channel.Capabilities;

    /// <summary>Starts the app, and returns when its functions are loaded, its queues are polled and HTTP is served.</summary>
    /// <exception cref="FunctionsHostException">The host refuses the app; the message holds the app's output.</exception>
    public static async Task<TestFunctionsHost> StartAsync(
        FunctionsHostSettings settings, CancellationToken cancellationToken = default)
    {
        var port = settings.Port > 0 ? settings.Port : Loopback.FindFreePort();
        var environment = settings.Environment(new Uri($"http://127.0.0.1:{port}"));
        var file = HostFile.Read(settings.Folder, environment);
        var config = WorkerConfig.Read(settings.Folder);
        var appSettings = new AppSettings(environment);
        var server = await RpcServer.StartAsync(settings.KeepsLogs);
        var process = new WorkerProcess(config, settings.Folder, server.Endpoint, server.WorkerId, environment);
        _ = process.Exited.ContinueWith(_ => server.Channel.End(), TaskScheduler.Default);
        try
        {
            var metadata = await server.Channel.InitializeAsync(settings.Folder, cancellationToken);
            var functions = FunctionIndex.Accept(metadata, settings.Folder, appSettings);
            await server.Channel.LoadAsync(functions, cancellationToken);
            var host = new TestFunctionsHost(server, process, functions, file, appSettings, settings.MessageVisibility);
            await host.ListenAsync(port, settings);
            return host;
        }
        catch (Exception exception)
        {
            process.Kill();
            await process.Exited;
            var logs = server.Channel.Logs.Select(log => log.Message);
            var written = string.Join('\n', [exception.Message, .. process.Output, .. process.Errors, .. logs]);
            process.Dispose();
            await server.DisposeAsync();
            throw exception is FunctionsHostException ? new FunctionsHostException(written) : exception;
        }
    }

    /// <summary>Finds the function for a request and creates its message, without using HTTP.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path and query, escaped.</param>
    /// <param name="token">An access token; <see langword="null"/> for none.</param>
    /// <param name="json">A JSON body; <see langword="null"/> for none.</param>
    /// <exception cref="FunctionsHostException">No function has the route.</exception>
    public async Task<PreparedRequest> PrepareAsync(string method, string path, string? token = null, string? json = null)
    {
        var address = new Uri(new Uri("http://recofilm.example"), path);
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Method = method;
        context.Request.Scheme = address.Scheme;
        context.Request.Host = new HostString(address.Host);
        context.Request.Path = PathString.FromUriComponent(address);
        context.Request.QueryString = QueryString.FromUriComponent(address);
        context.Request.Headers["X-Forwarded-For"] = "203.0.113.9:50123";
        if (token is not null)
            context.Request.Headers.Authorization = $"Bearer {token}";
        if (json is not null)
        {
            var body = Encoding.UTF8.GetBytes(json);
            context.Request.ContentType = "application/json";
            context.Request.ContentLength = body.Length;
            context.Request.Body = new MemoryStream(body);
        }

        var match = await _routes.MatchAsync(context)
            ?? throw new FunctionsHostException($"No function has the route of {method} {path}.");
        var message = await HttpMessages.FromRequestAsync(context.Request, match.Values, Capabilities);
        return new PreparedRequest(match.Function, new TriggerInput(new() { Http = message }));
    }

    /// <summary>Sends a prepared request to the worker.</summary>
    public Task<InvocationResult> InvokeAsync(PreparedRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(request.Function, request.Input, cancellationToken);

    /// <summary>Fires a timer now.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="isPastDue">Whether the timer was due while no host ran.</param>
    /// <param name="cancellationToken">Asks the function to end, as a stopping host does.</param>
    public Task<InvocationResult> FireTimerAsync(
        string function, bool isPastDue = false, CancellationToken cancellationToken = default) =>
        InvokeAsync(
            Functions.Single(candidate => candidate.Name == function),
            _timers[function].InputAt(TimeProvider.System.GetUtcNow(), isPastDue), cancellationToken);

    /// <summary>Waits until the worker has logged a line that satisfies a condition.</summary>
    /// <exception cref="TimeoutException">No such line was logged within five minutes.</exception>
    public async Task<WorkerLog> WaitForLogAsync(Func<WorkerLog, bool> condition, CancellationToken cancellationToken = default)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(5);)
        {
            if (Logs.FirstOrDefault(condition) is { } line)
                return line;
            await Task.Delay(20, cancellationToken);
        }

        throw new TimeoutException($"No such line:\n{string.Join('\n', Logs.Select(log => log.Message))}");
    }

    /// <summary>
    /// Stops as the real host does. It ends requests, messages and timers, then cancels running functions of timers and
    /// queues and waits for them. Finally it tells the worker to end, and kills it if it has not ended within five seconds.
    /// </summary>
    public async Task<WorkerExit> StopAsync()
    {
        if (_exit is not null)
            return _exit;
        await StopListeningAsync();
        using (var drain = new CancellationTokenSource(_drainTimeout))
            await _front!.StopAsync(drain.Token);
        _server.Channel.Terminate(_grace);
        return _exit = await EndAsync(_grace);
    }

    /// <summary>Kills the worker at once and receives no more messages, as when the platform removes the instance.</summary>
    public async Task KillAsync()
    {
        await Task.WhenAll(_queues.Select(queue => queue.StopPollingAsync()));
        _exit ??= await EndAsync(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await StopListeningAsync();
        if (_front is not null)
            await _front.DisposeAsync();
        await _server.DisposeAsync();
        await _services.DisposeAsync();
        _process.Dispose();
        Client.Dispose();
    }

    /// <summary>Runs a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="input">The input from the function's trigger.</param>
    /// <param name="parent">The trace that it belongs to (W3C), or an empty text.</param>
    /// <param name="cancellationToken">Asks the worker to cancel.</param>
    internal async Task<InvocationResult> InvokeAsync(
        HostedFunction function, TriggerInput input, string? parent, CancellationToken cancellationToken)
    {
        using var activity = new Activity(function.Name) { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        if (!string.IsNullOrEmpty(parent))
            activity.SetParentId(parent);
        activity.Start();
        var request = new InvocationRequest
        {
            InvocationId = $"{Guid.NewGuid()}",
            FunctionId = function.Metadata.FunctionId,
            TraceContext = new RpcTraceContext { TraceParent = activity.Id },
            InputData = { new ParameterBinding { Name = function.Trigger.Name, Data = input.Data } },
        };
        foreach (var (name, value) in input.Metadata ?? new Dictionary<string, TypedData>())
            request.TriggerMetadata.Add(name, value);
        return await _server.Channel.InvokeAsync(request, cancellationToken);
    }

    private Task<InvocationResult> InvokeAsync(
        HostedFunction function, TriggerInput input, CancellationToken cancellationToken) =>
        InvokeAsync(function, input, parent: null, cancellationToken);

    private async Task ListenAsync(int port, FunctionsHostSettings settings)
    {
        _front = await HttpFront.StartAsync(this, _routes, port);
        Client.BaseAddress = _front.Address;
        foreach (var queue in _queues.Where(_ => settings.PollsQueues))
            queue.Start();
        foreach (var (_, timer) in _timers.Where(timer => settings.RunsTimers && !timer.Value.IsDisabled))
            timer.Start();
    }

    private async Task StopListeningAsync()
    {
        foreach (var listener in (IEnumerable<IAsyncDisposable>)[.. _timers.Values, .. _queues])
            await listener.DisposeAsync();
        _timers.Clear();
        _queues.Clear();
    }

    private async Task<WorkerExit> EndAsync(TimeSpan grace)
    {
        try
        {
            return new WorkerExit(await _process.Exited.WaitAsync(grace), WasKilled: false);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            return new WorkerExit(await _process.Exited, WasKilled: true);
        }
    }
}
