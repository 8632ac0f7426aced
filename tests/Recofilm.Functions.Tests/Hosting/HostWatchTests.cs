using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.Tests.Hosting;

public sealed class HostWatchTests
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_program_stops_when_nobody_listens_any_more_where_the_host_was()
    {
        var time = new FakeTimeProvider();
        using var host = new TcpListener(IPAddress.Loopback, 0);
        host.Start();
        using var lifetime = new Lifetime();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(FunctionsHost.EndpointKey, $"http://{host.LocalEndpoint}")]).Build();
        using var watch = new HostWatch(configuration, lifetime, time, NullLogger<HostWatch>.Instance);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        for (var look = 0; look < 5; look++)
        {
            var visit = host.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await AdvanceUntilAsync(() => visit.IsCompleted);
            (await visit).Dispose();
        }

        Assert.False(lifetime.ApplicationStopping.IsCancellationRequested);
        host.Stop();
        await AdvanceUntilAsync(() => lifetime.ApplicationStopping.IsCancellationRequested);
        await watch.StopAsync(TestContext.Current.CancellationToken);

        async Task AdvanceUntilAsync(Func<bool> condition)
        {
            while (!condition())
            {
                time.Advance(_interval);
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
