using System.Diagnostics.Metrics;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using CliWrap.Buffered;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core;
using Recofilm.Core.Database.Exports;
using Recofilm.Core.Exports;
using Recofilm.Core.Fitting;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Exports;

/// <summary>A run that was cut off anywhere goes on where it stopped, and its output is that of an uninterrupted run.</summary>
public sealed class ResumedExportTests(PostgresFixture postgres, AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset _now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = TemporaryFolder.Create("resumed-exports");
    private TestDatabase _database = null!;
    private BlobContainerClient _container = null!;
    private string _storage = null!;
    private ServiceProvider _services = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ListExporter Exporter => _services.GetRequiredService<ListExporter>();

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await TinyCatalog.LoadAsync(_database);
        _container = await azurite.CreateContainerAsync();
        _storage = await azurite.GetConnectionStringAsync();
        await using (var training = Build(TimeProvider.System))
            await training.GetRequiredService<TrainingPipeline>().RunAsync(TrainingTrigger.Timer, null, Cancellation);
        // Several batches of users; one of three has ratings.
        await _database.ExecuteAsync(
            """
            INSERT INTO users (user_id, role, created_at, external_id)
            SELECT u, 'user', '2020-01-01Z', 'u-' || u FROM generate_series(2001, 4500) u;
            INSERT INTO ratings (user_id, movie_id, rating, created_at)
            SELECT u, 1 + (u * 7 + k) % 120, 0.5 + (u + k) % 10 * 0.5, timestamptz '2025-01-01Z' + (u * k) * interval '1 minute'
            FROM generate_series(2001, 4500, 3) u, generate_series(1, 5) k;
            """);
        _services = Build(new FakeTimeProvider(_now));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(ExportFormat.Ndjson)]
    [InlineData(ExportFormat.Parquet)]
    public async Task A_file_is_finished_behind_the_last_whole_list(ExportFormat format)
    {
        var whole = await MakeAsync("whole", format, lists => Assert.Equal(0, lists.ResumedUsers));
        var interrupted = Path.Combine(_folder, "interrupted");
        await Assert.ThrowsAsync<InterruptedException>(
            () => MakeAsync("interrupted", format, _ => throw new InterruptedException()));
        Assert.False(File.Exists(interrupted));
        Assert.False(File.Exists(interrupted + ".writing"));
        // The process died in the middle of a write.
        await File.AppendAllBytesAsync(interrupted + ".partial", [90, 0, 0, 0, 1, 2, 3], Cancellation);

        var resumed = await MakeAsync("interrupted", format, lists => Assert.Equal(1000, lists.ResumedUsers));

        Assert.Equal(whole, resumed);
        Assert.False(File.Exists(interrupted + ".partial"));
    }

    [Fact]
    public async Task A_killed_command_is_finished_by_the_next_one()
    {
        var path = Path.Combine(_folder, "killed.ndjson");
        using (var kill = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            var running = RunAsync(path, kill.Token);
            await Eventually.IsTrueAsync(
                () => new FileInfo(path + ".partial") is { Exists: true, Length: > 0 }, "the command writes lists", Cancellation);
            await kill.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        // The time and the model of the lists are in the first line, so a run that begins with it alone is uninterrupted.
        var other = Path.Combine(_folder, "other.ndjson");
        var header = File.ReadLines(path + ".partial").First();
        await File.WriteAllTextAsync(other + ".partial", header + "\n", Cancellation);

        foreach (var output in (string[])[path, other])
            Assert.Equal(0, (await RunAsync(output, Cancellation)).ExitCode);

        Assert.Equal(await File.ReadAllTextAsync(other, Cancellation), await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task Unfinished_lists_of_another_request_are_kept()
    {
        await Assert.ThrowsAsync<InterruptedException>(
            () => MakeAsync("lists", ExportFormat.Ndjson, _ => throw new InterruptedException()));
        await using var target = ExportTarget.OpenFile(Path.Combine(_folder, "lists"), ExportFormat.Ndjson);

        var refused = await Assert.ThrowsAsync<ExportException>(() => Exporter.RunAsync(
            new ListExport { Limit = 3 }, userIds: null, target, cancellationToken: Cancellation));

        Assert.Contains("has the unfinished lists of another request", refused.Message, StringComparison.Ordinal);
        await target.RestartAsync(Cancellation);
        Assert.Equal(
            2560, (await Exporter.RunAsync(new ListExport { Limit = 3 }, null, target, cancellationToken: Cancellation)).Users);
    }

    [Fact]
    public async Task A_job_whose_instance_died_is_finished_by_another_as_the_same_export()
    {
        var export = await _services.GetRequiredService<ExportQueue>().EnqueueAsync(
            new ListExport { Limit = 4 }, ExportFormat.Parquet, Cancellation);
        var message = new ExportMessage(export.ExportId);
        await using (var target = await OpenAsync(export.Blob))
        {
            await Assert.ThrowsAsync<InterruptedException>(() => Exporter.RunAsync(
                new ListExport { Limit = 4 }, null, target, report: _ => throw new InterruptedException(),
                cancellationToken: Cancellation));
            // While the dead instance's lease lasts, the message waits, and no other run gets in.
            await _services.GetRequiredService<QueuedExports>().RunAsync(message, Cancellation);
            Assert.Equal(ExportStatus.Queued, (await FindAsync(export)).Status);
        }

        await _services.GetRequiredService<QueuedExports>().RunAsync(message, Cancellation);
        // The message comes twice.
        await _services.GetRequiredService<QueuedExports>().RunAsync(message, Cancellation);

        var completed = await FindAsync(export);
        Assert.Equal((ExportStatus.Completed, 2560, 2560), (completed.Status, completed.Users, completed.TotalUsers));
        await using (var whole = await OpenAsync("exports/whole.parquet"))
            await Exporter.RunAsync(new ListExport { Limit = 4 }, null, whole, cancellationToken: Cancellation);
        Assert.Equal(await ReadAsync("exports/whole.parquet"), await ReadAsync(export.Blob));
        Assert.False(await _container.GetAppendBlobClient(export.Blob + ".partial").ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task A_job_whose_message_is_given_up_has_failed_and_counts_once()
    {
        var export = await _services.GetRequiredService<ExportQueue>().EnqueueAsync(
            new ListExport { Limit = 4 }, ExportFormat.Parquet, Cancellation);
        var jobs = _services.GetRequiredService<QueuedExports>();
        var meters = _services.GetRequiredService<IMeterFactory>();
        var counted = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, enabled) =>
            {
                if (instrument.Name == "recofilm.training.poisoned" && instrument.Meter.Scope == meters)
                    enabled.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        listener.Start();

        await jobs.RecordPoisonedAsync(new ExportMessage(export.ExportId), Cancellation);
        await jobs.RecordPoisonedAsync(new ExportMessage(export.ExportId), Cancellation);

        var failed = await FindAsync(export);
        Assert.Equal(ExportStatus.Failed, failed.Status);
        Assert.StartsWith("Given up after 5 attempts: ", failed.Error, StringComparison.Ordinal);
        Assert.Equal(1, counted);
    }

    private async Task<byte[]> MakeAsync(string name, ExportFormat format, Action<ExportProgress> report)
    {
        var path = Path.Combine(_folder, name);
        await using (var target = ExportTarget.OpenFile(path, format))
        {
            await Exporter.RunAsync(
                new ListExport(), userIds: null, target,
                report: progress =>
                {
                    report(progress);
                    return ValueTask.CompletedTask;
                },
                cancellationToken: Cancellation);
        }

        return await File.ReadAllBytesAsync(path, Cancellation);
    }

    private Task<BufferedCommandResult> RunAsync(string path, CancellationToken cancellationToken) => CommandProcess.RunAsync(
        [
            "recommend", "--out", path, "--database", _database.ConnectionString, "--storage", _storage,
            "--container", _container.Name, "--state", _folder,
        ],
        cancellationToken);

    private Task<ExportTarget> OpenAsync(string blob) =>
        ExportTarget.OpenBlobAsync(_container, blob, ExportFormat.Parquet, TimeProvider.System, Cancellation);

    private async Task<byte[]> ReadAsync(string blob) =>
        (await _container.GetBlobClient(blob).DownloadContentAsync(Cancellation)).Value.Content.ToArray();

    private async Task<ExportRecord> FindAsync(ExportRecord export) =>
        (await _services.GetRequiredService<ExportStore>().FindAsync(export.ExportId, Cancellation))!;

    private ServiceProvider Build(TimeProvider time) => new ServiceCollection()
        .AddSingleton(time)
        .AddRecofilmCore(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Recofilm"] = _database.ConnectionString,
            ["Recofilm:Storage:ConnectionString"] = _storage,
            ["Recofilm:Storage:Container"] = _container.Name,
            ["Recofilm:Training:Queue"] = $"{_container.Name}-training",
        }).Build())
        .AddSingleton(new ModelTrainer(FastTraining.Options))
        .BuildServiceProvider();

    private sealed class InterruptedException : Exception;
}
