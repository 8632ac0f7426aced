using System.Net;
using System.Net.Sockets;
using Npgsql;
using Recofilm.LocalStack;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Local;

public sealed class LocalPostgresTests : IDisposable
{
    private readonly string _folder = TemporaryFolder.Create("local-postgres");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Data_survives_a_restart_and_a_folder_is_used_once_at_a_time(bool allowInstalled)
    {
        var options = new LocalPostgresOptions(_folder) { AllowInstalled = allowInstalled };
        await using (var first = await LocalPostgres.StartAsync(options, Cancellation))
        {
            await first.EnsureDatabaseAsync("mine", Cancellation);
            await ScalarAsync(first, "CREATE EXTENSION pg_trgm; CREATE TABLE t AS SELECT lower('ÉЖ') AS folded");

            var exception = await Assert.ThrowsAsync<LocalStartException>(
                () => LocalPostgres.StartAsync(options, Cancellation));
            Assert.Equal($"Another process runs PostgreSQL in {_folder}.", exception.Message);
        }

        await using var second = await LocalPostgres.StartAsync(options, Cancellation);
        await second.EnsureDatabaseAsync("mine", Cancellation);
        Assert.Equal("éж", await ScalarAsync(second, "SELECT folded FROM t"));
        Assert.Equal("127.0.0.1", await ScalarAsync(second, "SELECT current_setting('listen_addresses')"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_folder_that_others_may_not_enter_is_no_obstacle_and_the_server_may_read_nothing_more(bool allowInstalled)
    {
        var folder = Path.Combine(ClosedFolder(), "postgres");
        var options = new LocalPostgresOptions(folder) { AllowInstalled = allowInstalled };
        try
        {
            await using (var first = await LocalPostgres.StartAsync(options, Cancellation))
            {
                await first.EnsureDatabaseAsync("mine", Cancellation);
                await ScalarAsync(first, "CREATE TABLE t AS SELECT 42 AS answer");
                if (OperatingSystem.IsLinux())
                {
                    var status = await File.ReadAllLinesAsync($"/proc/{first.ProcessId}/status", Cancellation);
                    Assert.Contains("CapEff:\t0000000000000000", status);
                }
            }

            await using var second = await LocalPostgres.StartAsync(options, Cancellation);
            Assert.Equal(42, await ScalarAsync(second, "SELECT answer FROM t"));
        }
        finally
        {
            var data = OpenFolders.DataOf(folder);
            Directory.Delete(Path.GetDirectoryName(data)!, recursive: true);
        }
    }

    [Fact]
    public async Task Programs_below_a_closed_folder_run_from_where_the_servers_user_can_go()
    {
        var folder = Path.Combine(ClosedFolder(), "native", "bin");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "postgres"), "#!/bin/sh\n", Cancellation);

        var open = await OpenFolders.ReachAsync(new PostgresBinaries(folder, 18), Cancellation);

        Assert.True(OpenFolders.AreReachable(open.Program("postgres")));
        Assert.Equal("#!/bin/sh\n", await File.ReadAllTextAsync(open.Program("postgres"), Cancellation));
        if (open.Folder != folder)
            Directory.Delete(Path.GetDirectoryName(open.Folder)!, recursive: true);
    }

    [Fact]
    public async Task A_taken_port_is_said_plainly()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var exception = await Assert.ThrowsAsync<LocalStartException>(
            () => LocalPostgres.StartAsync(new LocalPostgresOptions(_folder) { Port = port }, Cancellation));

        Assert.StartsWith($"Port {port} for PostgreSQL is taken:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_come_up_shows_the_end_of_its_log()
    {
        var options = new LocalPostgresOptions(_folder);
        await using (await LocalPostgres.StartAsync(options, Cancellation))
        {
        }

        await File.AppendAllTextAsync(
            Path.Combine(_folder, "data", "postgresql.conf"), "nonsense_setting = 1\n", Cancellation);

        var exception = await Assert.ThrowsAsync<LocalStartException>(() => LocalPostgres.StartAsync(options, Cancellation));

        Assert.Contains("nonsense_setting", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_left_behind_by_a_killed_run_is_stopped_and_its_data_kept()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the left-behind server through /proc");
        var options = new LocalPostgresOptions(_folder);
        await using (var first = await LocalPostgres.StartAsync(options, Cancellation))
        {
            await first.EnsureDatabaseAsync("mine", Cancellation);
            await ScalarAsync(first, "CREATE TABLE t AS SELECT 42 AS answer");
        }

        var orphan = await StartOrphanAsync();
        await using var second = await LocalPostgres.StartAsync(options, Cancellation);

        Assert.False(Directory.Exists($"/proc/{orphan}"), "the left-behind server still runs");
        Assert.Equal(42, await ScalarAsync(second, "SELECT answer FROM t"));
    }

    [Fact]
    public async Task A_stale_pid_file_of_a_stranger_is_no_obstacle()
    {
        var options = new LocalPostgresOptions(_folder);
        await using (await LocalPostgres.StartAsync(options, Cancellation))
        {
        }

        var pidFile = Path.Combine(_folder, "data", "postmaster.pid");
        await File.WriteAllTextAsync(pidFile, $"{Environment.ProcessId}\n{_folder}/data\n", Cancellation);

        await using var server = await LocalPostgres.StartAsync(options, Cancellation);

        Assert.NotEqual(Environment.ProcessId, server.ProcessId);
    }

    private string ClosedFolder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "closed")).FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    // A server that no living process of ours knows of, as after a kill of the whole program without setpriv.
    private async Task<int> StartOrphanAsync()
    {
        var cluster = await PostgresCluster.EnsureAsync(new LocalPostgresOptions(_folder), Cancellation);
        var child = await ChildProcess.StartAsync(
            [
                cluster.Binaries.Program("postgres"), "-D", cluster.Data, "-c", $"port={Loopback.FindFreePort()}",
                "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            ],
            Path.Combine(cluster.Data, "orphan.log"), cluster.User, "INT");

        // The server makes the file first and writes its identifier then.
        var pidFile = Path.Combine(cluster.Data, "postmaster.pid");
        await Eventually.IsTrueAsync(
            () => File.Exists(pidFile) && int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), out _),
            "the server has written its process identifier",
            Cancellation);
        return child.Id;
    }

    private static async Task<object?> ScalarAsync(LocalPostgres server, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(server.ConnectionString("mine"));
        await using var command = dataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
