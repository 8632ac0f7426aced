using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Recofilm.Core.Tests.CrashPoints;

/// <summary>
/// Stands between a program and PostgreSQL and cuts every connection at the n-th statement: a query, a round trip of prepared
/// statements, a piece of a bulk copy or its end. The server then sees what it sees of a killed process.
/// </summary>
internal sealed class DatabaseProxy : IAsyncDisposable
{
    // SSL, GSS encryption and cancellation requests come without a type, as the first message does.
    private const int HeaderLength = 5;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _cut = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly int _statement;
    private readonly KillMoment _moment;
    private readonly Task _accepting;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _holdsAnswers;
    private int _statements;

    /// <param name="connectionString">The database behind it.</param>
    /// <param name="statement">The number of the statement at which it cuts, from 1.</param>
    /// <param name="moment">Whether the server still gets it.</param>
    public DatabaseProxy(string connectionString, int statement, KillMoment moment)
    {
        _server = new NpgsqlConnectionStringBuilder(connectionString);
        (_statement, _moment) = (statement, moment);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Whether it has cut the connections.</summary>
    public bool Killed => _cut.IsCancellationRequested;

    /// <summary>The number of statements that it has seen.</summary>
    public int Statements => Volatile.Read(ref _statements);

    /// <summary>How to connect through it.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        Pooling = false,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await _cut.CancelAsync();
        _listener.Stop();
        await _accepting;
        _cut.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
                relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_cut.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server.Host!, _server.Port, _cut.Token);
                server.NoDelay = client.NoDelay = true;
                await Task.WhenAny(
                    RequestsAsync(client.GetStream(), server.GetStream()), AnswersAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
            {
                // Either side is gone.
            }
        }
    }

    private async Task RequestsAsync(NetworkStream client, NetworkStream server)
    {
        var header = new byte[HeaderLength];
        await ForwardAsync(client, server, header.AsMemory(0, HeaderLength - 1), lengthAt: 0);
        while (true)
        {
            await client.ReadExactlyAsync(header, _cut.Token);
            var isStatement = (char)header[0] is 'Q' or 'S' or 'd' or 'c';
            var isLast = isStatement && Interlocked.Increment(ref _statements) == _statement;
            if (isLast && _moment == KillMoment.Before)
                break;
            _holdsAnswers |= isLast;
            await ForwardAsync(client, server, header, lengthAt: 1, isRead: true);
            if (!isLast)
                continue;
            // A piece of a copy has no answer.
            if ((char)header[0] != 'd')
                await _answered.Task.WaitAsync(_cut.Token);
            break;
        }

        await _cut.CancelAsync();
    }

    private async Task AnswersAsync(NetworkStream server, NetworkStream client)
    {
        var buffer = new byte[1 << 16];
        while (await server.ReadAsync(buffer, _cut.Token) is var read and > 0)
        {
            if (_holdsAnswers)
            {
                _answered.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, _cut.Token);
            }

            await client.WriteAsync(buffer.AsMemory(0, read), _cut.Token);
        }
    }

    private async Task ForwardAsync(
        NetworkStream client, NetworkStream server, Memory<byte> header, int lengthAt, bool isRead = false)
    {
        if (!isRead)
            await client.ReadExactlyAsync(header, _cut.Token);
        var message = new byte[lengthAt + BinaryPrimitives.ReadInt32BigEndian(header.Span[lengthAt..])];
        header.CopyTo(message);
        await client.ReadExactlyAsync(message.AsMemory(header.Length), _cut.Token);
        await server.WriteAsync(message, _cut.Token);
    }
}
