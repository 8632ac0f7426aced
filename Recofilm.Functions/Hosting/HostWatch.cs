using System.Net.Sockets;

namespace Recofilm.Functions.Hosting;

/// <summary>
/// Stops the program when the Functions host is gone. A host that ends notifies its worker, but a killed one does not, and the
/// worker's library ignores the broken stream.
/// </summary>
internal sealed partial class HostWatch(
    IConfiguration configuration, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<HostWatch> logger)
    : BackgroundService
{
    private const int MaxRefusals = 2;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var host = new Uri(configuration[FunctionsHost.EndpointKey]!);
        using var timer = new PeriodicTimer(_interval, time);
        for (var refusals = 0; refusals < MaxRefusals;)
        {
            await timer.WaitForNextTickAsync(stoppingToken);
            refusals = await ListensAsync(host, stoppingToken) ? 0 : refusals + 1;
        }

        LogGone(host);
        lifetime.StopApplication();
    }

    // Only a refusal proves that nothing listens. A busy or suspended host leaves the connection waiting.
    private static async Task<bool> ListensAsync(Uri host, CancellationToken stoppingToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        timeout.CancelAfter(_interval);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host.Host, host.Port, timeout.Token);
            return true;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode != SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return true;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The Functions host at {Host} is gone: the program stops")]
    private partial void LogGone(Uri host);
}
