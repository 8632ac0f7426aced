using System.Buffers;
using System.Text;
using Recofilm.Core.Database.Movies;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;

namespace Recofilm.Core.Exports;

/// <summary>
/// Writes the top lists of many users, for campaigns, e-mail and edge caches. The lists are kept beside the output as they are
/// made, so a run that was interrupted goes on behind the last user, by the same model and time. The output is written meanwhile,
/// and appears with the last list.
/// </summary>
/// <param name="histories">Reads the users' ratings, many users at a time.</param>
/// <param name="catalogs">Reads the rights and external identifiers of movies.</param>
/// <param name="registry">Names the model that serves.</param>
/// <param name="snapshots">Loads the model.</param>
public sealed class ListExporter(
    UserHistoryBatchReader histories, CatalogStateReader catalogs, ModelRegistry registry, SnapshotLoader snapshots,
    TimeProvider time)
{
    // Large enough that reading and ranking overlap for long, and small enough for one append to a blob.
    private const int BatchSize = 1000;

    /// <summary>The age from which unfinished lists are no longer continued.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    /// <summary>
    /// Makes an export, or the rest of one. The lists are not impressions, so they are neither recorded nor counted.
    /// </summary>
    /// <param name="export">The request.</param>
    /// <param name="userIds">The users, or <see langword="null"/> for all; users who do not exist are left out.</param>
    /// <param name="target">The output.</param>
    /// <param name="threads">The number of threads that rank; 0 uses one a processor.</param>
    /// <param name="report">Receives the progress after each batch, or is <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the run; another one continues it.</param>
    /// <exception cref="ExportException">No model is published, or the unfinished lists are of another request.</exception>
    public async Task<ExportProgress> RunAsync(
        ListExport export, IReadOnlyCollection<int>? userIds, ExportTarget target, int threads = 0,
        Func<ExportProgress, ValueTask>? report = null, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, target.Lost);
        try
        {
            int[]? users = userIds is null ? null : [.. userIds.Distinct().Order()];
            return await RunAsync(export, users, target, threads, report, either.Token);
        }
        catch (OperationCanceledException) when (target.Lost.IsCancellationRequested)
        {
            throw new ExportRunningException(target.Name);
        }
    }

    private async Task<ExportProgress> RunAsync(
        ListExport export, int[]? users, ExportTarget target, int threads, Func<ExportProgress, ValueTask>? report,
        CancellationToken cancellationToken)
    {
        var (header, model, progress) = await BeginAsync(export, users, target, cancellationToken);
        using var lease = model;
        var catalog = new CatalogState(0, await catalogs.ReadAsync(cancellationToken));
        progress = progress with
        {
            ResumedUsers = progress.Users,
            TotalUsers = progress.Users + await CountAsync(users, progress.LastUserId, cancellationToken),
        };
        var ranking = new ListRanking(lease, catalog, header, threads);
        if (progress.Users == 0)
        {
            await target.TruncatePartialAsync(0, cancellationToken);
            await target.AppendPartialAsync(Encoding.UTF8.GetBytes(header.ToJson() + '\n'), cancellationToken);
        }

        await using (var output = await ListOutput.BeginAsync(target, header, catalog, cancellationToken))
        {
            progress = await RankAsync(users, progress, ranking, target, output, report, cancellationToken);
            await output.CompleteAsync();
        }

        await target.DeletePartialAsync(cancellationToken);
        return progress;
    }

    private async Task<ExportProgress> RankAsync(
        int[]? users, ExportProgress progress, ListRanking ranking, ExportTarget target, ListOutput output,
        Func<ExportProgress, ValueTask>? report, CancellationToken cancellationToken)
    {
        var records = new ArrayBufferWriter<byte>(1 << 20);
        var next = ReadAsync(users, progress.LastUserId, cancellationToken);
        while (true)
        {
            var batch = await next;
            if (batch.Count == 0)
                break;
            // Reads the next users while these are ranked.
            next = ReadAsync(users, batch[^1].UserId, cancellationToken);
            records.ResetWrittenCount();
            var rows = ranking.Rank(batch, records, cancellationToken);
            await target.AppendPartialAsync(records.WrittenMemory, cancellationToken);
            await output.WriteAsync(records.WrittenMemory);
            progress = progress with
            {
                Users = progress.Users + batch.Count,
                Rows = progress.Rows + rows,
                LastUserId = batch[^1].UserId,
            };
            if (report is not null)
                await report(progress);
        }

        return progress;
    }

    // Continues the unfinished lists when they are of the same request, young enough, and their model still exists.
    private async Task<(ExportHeader Header, ModelLease Model, ExportProgress Progress)> BeginAsync(
        ListExport export, int[]? users, ExportTarget target, CancellationToken cancellationToken)
    {
        var lists = new ListReader(await target.ReadPartialAsync(cancellationToken));
        if (await lists.ReadHeaderAsync(cancellationToken) is { } found && time.GetUtcNow() - found.AsOf < MaxAge)
        {
            var isSame = ExportHeader.Create(export, users, found.ModelVersion, found.AsOf).IsSameRequest(found);
            if (!isSame && await lists.ReadAsync(cancellationToken))
            {
                throw new ExportException(
                    $"{target.Name}{ExportTarget.PartialSuffix} has the unfinished lists of another request: "
                        + "delete it, or repeat that request to finish them.");
            }

            if (isSame && await TryLoadAsync(found.ModelVersion, cancellationToken) is { } known)
            {
                var progress = new ExportProgress(found.ModelVersion);
                while (await lists.ReadAsync(cancellationToken))
                {
                    progress = progress with
                    {
                        Users = progress.Users + 1,
                        Rows = progress.Rows + ListRecord.Count(lists.Current),
                        LastUserId = ListRecord.UserId(lists.Current),
                    };
                }

                await target.TruncatePartialAsync(lists.Position, cancellationToken);
                return (found, known, progress);
            }
        }

        var champion = await registry.ReadChampionAsync(cancellationToken)
            ?? throw new ExportException("No model is published yet.");
        var header = ExportHeader.Create(export, users, champion.Version.ToString(), time.GetUtcNow());
        var model = await snapshots.LoadAsync(champion.Version, cancellationToken);
        return (header, model, new ExportProgress(header.ModelVersion));
    }

    private async Task<ModelLease?> TryLoadAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            return ModelVersion.TryParse(version, out var parsed)
                ? await snapshots.LoadAsync(parsed, cancellationToken)
                : null;
        }
        catch (ModelNotFoundException)
        {
            return null;
        }
    }

    private Task<IReadOnlyList<UserHistory>> ReadAsync(
        int[]? users, int after, CancellationToken cancellationToken) => users is null
        ? histories.ReadAsync(after, BatchSize, cancellationToken)
        : ReadSomeAsync(users, after, cancellationToken);

    // An empty batch is not the end of the list: all of its users may have been deleted.
    private async Task<IReadOnlyList<UserHistory>> ReadSomeAsync(int[] users, int after, CancellationToken cancellationToken)
    {
        for (var start = FirstAfter(users, after); start < users.Length; start += BatchSize)
        {
            var part = users[start..Math.Min(start + BatchSize, users.Length)];
            if (await histories.ReadAsync(part, cancellationToken) is { Count: > 0 } batch)
                return batch;
        }

        return [];
    }

    private async Task<long> CountAsync(int[]? users, int after, CancellationToken cancellationToken) => users is null
        ? await histories.CountAsync(after, cancellationToken)
        : users.Length - FirstAfter(users, after);

    private static int FirstAfter(int[] users, int userId)
    {
        var place = Array.BinarySearch(users, userId);
        return place >= 0 ? place + 1 : ~place;
    }
}
