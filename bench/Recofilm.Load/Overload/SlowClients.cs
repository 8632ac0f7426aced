using System.Net.Sockets;
using System.Text;

namespace Recofilm.Load.Overload;

/// <summary>
/// Clients that hold their connections for as long as the program lets them: some send a body a few bytes at a time, others read
/// an answer so. A client whose connection is closed opens the next one.
/// </summary>
internal sealed class SlowClients : IAsyncDisposable
{
    private const int AnnouncedBytes = 64 * 1024;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _clients;

    private SlowClients(Uri address, int ofEach, string token) => _clients = Task.WhenAll(
        Enumerable.Range(0, 2 * ofEach).Select(client => Task.Run(() => RepeatAsync(address, token, reads: client % 2 == 0))));

    /// <summary>Starts the clients.</summary>
    /// <param name="address">The program's address.</param>
    /// <param name="ofEach">The number of clients that send slowly, and of those that read slowly.</param>
    /// <param name="token">The access token.</param>
    public static SlowClients Start(Uri address, int ofEach, string token) => new(address, ofEach, token);

    /// <summary>Closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _clients;
        _stop.Dispose();
    }

    private async Task RepeatAsync(Uri address, string token, bool reads)
    {
        while (!_stop.IsCancellationRequested)
        {
            using var connection = new TcpClient();
            // A small window keeps the rest of the answer at the program.
            connection.ReceiveBufferSize = 1024;
            try
            {
                await connection.ConnectAsync(address.Host, address.Port, _stop.Token);
                var stream = connection.GetStream();
                var head = reads
                    ? $"GET /recommendations?limit=100&explain=true HTTP/1.1\r\nHost: {address.Authority}\r\n"
                    : $"POST /hybrid HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\n" +
                        $"Content-Length: {AnnouncedBytes}\r\n";
                await stream.WriteAsync(
                    Encoding.ASCII.GetBytes($"{head}Authorization: Bearer {token}\r\n\r\n"), _stop.Token);
                await (reads ? ReadAsync(stream) : SendAsync(stream));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The program closed the connection, or the test is over.
            }
        }
    }

    private async Task SendAsync(NetworkStream stream)
    {
        var drop = Encoding.ASCII.GetBytes(new string(' ', 30));
        for (var sent = 0; sent < AnnouncedBytes; sent += drop.Length)
        {
            await stream.WriteAsync(drop, _stop.Token);
            await Task.Delay(_pause, _stop.Token);
        }
    }

    private async Task ReadAsync(NetworkStream stream)
    {
        var drop = new byte[30];
        while (await stream.ReadAsync(drop, _stop.Token) > 0)
            await Task.Delay(_pause, _stop.Token);
    }
}
