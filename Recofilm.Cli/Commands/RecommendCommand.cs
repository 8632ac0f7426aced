using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Exports;
using Recofilm.Core.Serving;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm recommend</c>: writes the top lists of all users, or of some, to a file or blob.</summary>
internal static partial class RecommendCommand
{
    private const string AllUsers = "all";
    private const string BlobPrefix = "blob:";

    private static readonly Option<string> _users = new("--users")
    {
        Description = "\"all\", or a file with a user_id or external:<external_id> a line.",
        DefaultValueFactory = _ => AllUsers,
    };

    private static readonly Option<bool> _skipUnknown = new("--skip-unknown")
    {
        Description = "Leaves out users of the file that do not exist; otherwise nothing is written.",
    };

    private static readonly Option<string> _strategy = new("--strategy")
    {
        Description = "How movies are ranked: hybrid or collaborative. Users without ratings get popular movies.",
        DefaultValueFactory = _ => RecommendationStrategy.Hybrid,
    };

    private static readonly Option<int> _limit = new("--limit")
    {
        Description = $"The number of movies of a list, 1 to {RecommendationRequest.MaxLimit}.",
        DefaultValueFactory = _ => 20,
    };

    private static readonly Option<string> _out = new("--out")
    {
        Description = $"The file, or blob:<name> for a blob below {ExportQueue.BlobPrefix} in the container of the models; "
            + $"the name ends in {ExportFormats.Endings}.",
        Required = true,
    };

    private static readonly Option<bool> _restart = new("--restart")
    {
        Description = "Starts again instead of continuing an interrupted run.",
    };

    public static Command Create()
    {
        var connection = new Connection();
        var filter = new ExportFilter();
        var command = new Command(
            "recommend",
            "Writes the top lists of all users, a row a movie, for campaigns and caches. An interrupted run is continued.")
        {
            _users, _skipUnknown, _strategy, _limit, _out, _restart,
        };
        filter.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var export = Read(result, filter.Read(result));
            var output = result.GetValue(_out)!;
            var format = ExportFormats.Of(output)
                ?? throw new CommandException($"--out must end in {ExportFormats.Endings}; got '{output}'.");
            await using var services = connection.Connect(result);
            var chosen = result.GetValue(_users)!;
            var users = chosen == AllUsers
                ? null
                : await UserFile.ReadAsync(
                    new FileInfo(chosen), services.GetRequiredService<UserLookup>(), result.GetValue(_skipUnknown),
                    cancellationToken);
            await using var target = await OpenAsync(output, format, services, cancellationToken);
            if (result.GetValue(_restart))
                await target.RestartAsync(cancellationToken);
            await WriteAsync(services.GetRequiredService<ListExporter>(), export, users, target, cancellationToken);
            return 0;
        });
        return command;
    }

    private static ListExport Read(ParseResult result, MovieFilter filter)
    {
        var (strategy, limit) = (result.GetValue(_strategy)!, result.GetValue(_limit));
        if (!ListExport.Strategies.Contains(strategy))
        {
            throw new CommandException(
                $"--strategy must be {string.Join(" or ", ListExport.Strategies)}; got '{strategy}'.");
        }

        if (limit is < 1 or > RecommendationRequest.MaxLimit)
            throw new CommandException($"--limit must be from 1 to {RecommendationRequest.MaxLimit}; got {limit}.");
        return new ListExport { Strategy = strategy, Limit = limit, Filter = filter };
    }

    private static async Task<ExportTarget> OpenAsync(
        string output, ExportFormat format, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!output.StartsWith(BlobPrefix, StringComparison.Ordinal))
            return ExportTarget.OpenFile(output, format);
        var name = output[BlobPrefix.Length..];
        if (!BlobName().IsMatch(name))
        {
            throw new CommandException(
                $"the name of a blob must be 1 to 200 letters, digits, '-', '_', '.' and '/'; got '{name}'.");
        }

        return await ExportTarget.OpenBlobAsync(
            services.GetRequiredService<BlobContainerClient>(), ExportQueue.BlobPrefix + name, format, TimeProvider.System,
            cancellationToken);
    }

    private static async Task WriteAsync(
        ListExporter exporter, ListExport export, IReadOnlyCollection<int>? users, ExportTarget target,
        CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var made = await Terminal.ProgressAsync("Recommend", progress => exporter.RunAsync(
            export, users, target,
            report: state =>
            {
                progress.Report((double)state.Users / Math.Max(1, state.TotalUsers));
                return ValueTask.CompletedTask;
            },
            cancellationToken: cancellationToken));
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var ranked = made.Users - made.ResumedUsers;
        var resumed = made.ResumedUsers == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $" after {made.ResumedUsers:N0} of an earlier run");
        Terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name}: {made.Rows:N0} rows of {made.Users:N0} users by {made.ModelVersion}; "
                + $"{ranked:N0} users{resumed} in {seconds:F1} s, {ranked / Math.Max(seconds, 1e-9):N0} a second."));
    }

    [GeneratedRegex(@"\A(?!.*(//|\.\.))[A-Za-z0-9][A-Za-z0-9._/-]{0,199}\z", RegexOptions.CultureInvariant)]
    private static partial Regex BlobName();
}
