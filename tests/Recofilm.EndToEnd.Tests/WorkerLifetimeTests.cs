using System.Diagnostics;
using Recofilm.Core.Datasets.Sample;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.EndToEnd.Tests;

/// <summary>The program ends with its host: when the host tells it to, and when the host is killed.</summary>
public sealed class WorkerLifetimeTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    private static readonly SampleOptions _few = new() { Users = 10, MeanRatings = 10 };

    [Fact]
    public async Task A_host_that_stops_ends_the_program_with_code_0_within_its_grace()
    {
        await using var platform = await Platform.WithSampleAsync(postgres, azurite, _few);
        var host = await platform.StartAsync();

        Assert.Equal(new WorkerExit(ExitCode: 0, WasKilled: false), await host.StopAsync());
        Assert.Empty(host.Errors);
    }

    [Fact]
    public async Task A_host_that_is_killed_does_not_leave_the_program_running_for_a_minute()
    {
        await using var platform = await Platform.WithSampleAsync(postgres, azurite, _few);
        using var host = await platform.StartHostProcessAsync();
        using var worker = Process.GetProcessById(
            int.Parse((await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!));

        host.Kill();

        using var minute = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        minute.CancelAfter(TimeSpan.FromMinutes(1));
        await worker.WaitForExitAsync(minute.Token);
    }
}
