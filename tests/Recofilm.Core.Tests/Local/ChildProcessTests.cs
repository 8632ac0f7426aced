using Recofilm.LocalStack;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Local;

public sealed class ChildProcessTests : IDisposable
{
    private readonly string _folder = TemporaryFolder.Create("child");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Both_outputs_go_to_the_log()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "runs a shell");
        var log = Path.Combine(_folder, "log");

        using var child = await ChildProcess.StartAsync(
            ["/bin/sh", "-c", "echo out; echo error >&2"], log, user: null, "TERM");
        await Eventually.IsTrueAsync(() => child.HasExited, "the child has ended", Cancellation);

        Assert.Equal("out\nerror", child.LogTail());
    }

    [Fact]
    public async Task A_child_that_ignores_the_request_to_stop_is_ended()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "runs a shell");
        var ready = Path.Combine(_folder, "ready");
        using var child = await ChildProcess.StartAsync(
            ["/bin/sh", "-c", $"trap '' TERM; touch {ready}; while :; do sleep 1; done"],
            Path.Combine(_folder, "log"), user: null, "TERM");
        await Eventually.IsTrueAsync(() => File.Exists(ready), "the child is ready", Cancellation);

        await child.StopAsync("TERM", TimeSpan.FromMilliseconds(200));

        Assert.True(child.HasExited);
    }

    [Fact]
    public async Task Root_starts_programs_as_nobody_without_rights()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "for root on Linux");
        var log = Path.Combine(_folder, "log");
        var nobody = UnprivilegedUser.ForRoot()!;
        await nobody.OwnAsync(_folder, Cancellation);

        using var child = await ChildProcess.StartAsync(
            ["/bin/sh", "-c", "id -un; id -G | wc -w; grep CapEff /proc/self/status"], log,
            nobody, "TERM");
        await Eventually.IsTrueAsync(() => child.HasExited, "the child has ended", Cancellation);

        Assert.Equal(["nobody", "1", "CapEff:\t0000000000000000"], child.LogTail().Split('\n'));
    }
}
