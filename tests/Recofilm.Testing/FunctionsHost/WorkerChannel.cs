using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Recofilm.Testing.FunctionsHost.Protocol;
using Content = Recofilm.Testing.FunctionsHost.Protocol.StreamingMessage.ContentOneofCase;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>The stream of messages between the host and its worker (FunctionRpcService, GrpcWorkerChannel).</summary>
internal sealed class WorkerChannel(string workerId, bool keepsLogs) : FunctionRpc.FunctionRpcBase
{
    private static readonly TimeSpan _startTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _answerTimeout = TimeSpan.FromSeconds(60);

    private readonly Channel<StreamingMessage> _outbound =
        Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });

    private readonly Channel<StreamingMessage> _answers = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse?>> _invocations = [];
    private readonly ConcurrentQueue<WorkerLog> _logs = [];
    private bool _ended;

    /// <summary>The lines that the worker has logged.</summary>
    public IReadOnlyCollection<WorkerLog> Logs => _logs;

    /// <summary>The capabilities that the worker announced.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; private set; } = new Dictionary<string, string>();

    /// <summary>Greets the worker and asks for its functions.</summary>
    /// <exception cref="FunctionsHostException">The worker did not begin its stream, or reported a failure.</exception>
    public async Task<FunctionMetadataResponse> InitializeAsync(string folder, CancellationToken cancellationToken)
    {
        await AnswerAsync(Content.StartStream, _startTimeout, cancellationToken);
        Send(new()
        {
            WorkerInitRequest = new() { HostVersion = "4.1037.0", WorkerDirectory = folder, FunctionAppDirectory = folder },
        });
        var initialized = (await AnswerAsync(Content.WorkerInitResponse, _answerTimeout, cancellationToken)).WorkerInitResponse;
        Require(initialized.Result, "The worker did not initialize");
        Capabilities = initialized.Capabilities;
        Send(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = folder } });
        return (await AnswerAsync(Content.FunctionMetadataResponse, _answerTimeout, cancellationToken)).FunctionMetadataResponse;
    }

    /// <summary>Lets the worker load functions, disabled ones last.</summary>
    /// <exception cref="FunctionsHostException">The worker could not load a function.</exception>
    public async Task LoadAsync(IReadOnlyList<HostedFunction> functions, CancellationToken cancellationToken)
    {
        foreach (var function in functions.OrderBy(function => function.IsDisabled))
        {
            var metadata = new RpcFunctionMetadata
            {
                Name = function.Name,
                Directory = function.Metadata.Directory,
                ScriptFile = function.Metadata.ScriptFile,
                EntryPoint = function.Metadata.EntryPoint,
            };
            foreach (var binding in function.Bindings)
                metadata.Bindings.Add(binding.Name, binding.ToBindingInfo());
            metadata.Properties.Add(function.Metadata.Properties);
            Send(new() { FunctionLoadRequest = new() { FunctionId = function.Metadata.FunctionId, Metadata = metadata } });
        }

        for (var loaded = 0; loaded < functions.Count; loaded++)
        {
            var message = await AnswerAsync(Content.FunctionLoadResponse, _answerTimeout, cancellationToken);
            var answer = message.FunctionLoadResponse;
            var name = functions.FirstOrDefault(function => function.Metadata.FunctionId == answer.FunctionId)?.Name;
            Require(answer.Result, $"The worker did not load {name ?? answer.FunctionId}");
        }
    }

    /// <summary>Runs a function.</summary>
    /// <param name="request">The invocation; its identifier must be new.</param>
    /// <param name="cancellationToken">Asks the worker to cancel; the worker still answers with a result.</param>
    public async Task<InvocationResult> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource<InvocationResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _invocations[request.InvocationId] = completion;
        if (Volatile.Read(ref _ended))
            completion.TrySetResult(null);
        Send(new() { InvocationRequest = request });
        InvocationResponse? response;
        await using (cancellationToken.Register(() => Cancel(request.InvocationId)))
            response = await completion.Task;
        _invocations.TryRemove(request.InvocationId, out _);
        return new InvocationResult(request.InvocationId, response);
    }

    /// <summary>Tells the worker to end.</summary>
    public void Terminate(TimeSpan grace) =>
        Send(new() { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(grace) } });

    /// <summary>Fails all calls that wait for the worker, because it has ended.</summary>
    public void End()
    {
        Volatile.Write(ref _ended, true);
        _answers.Writer.TryComplete();
        foreach (var invocation in _invocations.Values)
            invocation.TrySetResult(null);
    }

    /// <inheritdoc/>
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context)
    {
        // The host closes a stream that does not begin with the identifier of a worker that it started.
        if (!await requestStream.MoveNext(context.CancellationToken) ||
            requestStream.Current.ContentCase is not Content.StartStream ||
            requestStream.Current.StartStream.WorkerId != workerId)
            return;
        _answers.Writer.TryWrite(requestStream.Current);
        var writing = WriteAsync(responseStream, context.CancellationToken);
        try
        {
            while (await requestStream.MoveNext(context.CancellationToken))
                Receive(requestStream.Current);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The worker's process has ended.
        }

        _outbound.Writer.TryComplete();
        await writing;
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case Content.RpcLog when !keepsLogs:
                break;
            case Content.RpcLog:
                var log = message.RpcLog;
                _logs.Enqueue(new(
                    log.InvocationId, log.Category, $"{log.Level}", log.Message, log.Exception?.Message,
                    log.LogCategory is RpcLog.Types.Category.System));
                break;
            case Content.InvocationResponse:
                if (_invocations.TryGetValue(message.InvocationResponse.InvocationId, out var invocation))
                    invocation.TrySetResult(message.InvocationResponse);
                break;
            default:
                _answers.Writer.TryWrite(message);
                break;
        }
    }

    // The stream allows only one write at a time.
    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outbound.Reader.ReadAllAsync(cancellationToken))
                await stream.WriteAsync(message, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            // The worker's process has ended.
        }
    }

    private void Cancel(string invocationId) => Send(new() { InvocationCancel = new() { InvocationId = invocationId } });

    private void Send(StreamingMessage message) => _outbound.Writer.TryWrite(message);

    private async Task<StreamingMessage> AnswerAsync(Content content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _answers.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(timeout, cancellationToken);
            return answer.ContentCase == content
                ? answer
                : throw new FunctionsHostException($"The worker must send {content}; got {answer.ContentCase}.");
        }
        catch (Exception exception) when (exception is TimeoutException or ChannelClosedException)
        {
            throw new FunctionsHostException($"The worker did not send {content}.");
        }
    }

    private static void Require(StatusResult result, string otherwise)
    {
        if (result.Status is not StatusResult.Types.Status.Success)
            throw new FunctionsHostException($"{otherwise}: {result.Exception?.Message}");
    }
}
