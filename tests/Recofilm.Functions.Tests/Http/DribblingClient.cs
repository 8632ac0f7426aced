using System.Net.Sockets;
using System.Text;

namespace Recofilm.Functions.Tests.Http;

/// <summary>A client that announces a large body and sends it a few bytes at a time.</summary>
public sealed class DribblingClient : IDisposable
{
    private const int AnnouncedBytes = 64 * 1024;

    // 300 bytes a second: above the least rate that the server allows.
    private static readonly byte[] Drop = Encoding.ASCII.GetBytes(new string(' ', 30));
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly TcpClient _connection = new();
    private readonly CancellationTokenSource _stop =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private Task<string> _answer = Task.FromResult("");

    private DribblingClient()
    {
    }

    /// <summary>Whether the program has not answered yet.</summary>
    public bool IsWaiting => !_answer.IsCompleted;

    /// <summary>Sends the headers and returns when the program reads the body, which it says by "100 Continue".</summary>
    public static async Task<DribblingClient> StartAsync(
        Uri address, string path, string mediaType = "application/json", string? token = null)
    {
        var client = new DribblingClient();
        await client._connection.ConnectAsync(address.Host, address.Port, client._stop.Token);
        var stream = client._connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: {mediaType}\r\n" +
                (token is null ? "" : $"Authorization: Bearer {token}\r\n") +
                $"Content-Length: {AnnouncedBytes}\r\nExpect: 100-continue\r\n\r\n"),
            client._stop.Token);
        var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(client._stop.Token));
        Assert.Equal("", await reader.ReadLineAsync(client._stop.Token));
        client._answer = reader.ReadLineAsync(client._stop.Token).AsTask()!;
        _ = client.DribbleAsync(stream);
        return client;
    }

    /// <summary>The status line of the answer.</summary>
    public Task<string> AnswerAsync() => _answer;

    public void Dispose()
    {
        _stop.Cancel();
        _connection.Dispose();
        _stop.Dispose();
    }

    private async Task DribbleAsync(NetworkStream stream)
    {
        try
        {
            while (!_answer.IsCompleted)
            {
                await stream.WriteAsync(Drop, _stop.Token);
                await Task.Delay(Pause, _stop.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The test is over, or the program has closed the connection.
        }
    }
}
