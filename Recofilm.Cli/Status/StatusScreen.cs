using System.Globalization;
using Recofilm.Cli.Commands;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Registry;
using Spectre.Console;

namespace Recofilm.Cli.Status;

/// <summary>Prints the state of the platform for a person.</summary>
internal static class StatusScreen
{
    /// <summary>Prints a report.</summary>
    public static void Write(StatusReport report, IAnsiConsole console)
    {
        console.Write(Parts(report));
        if (report.Registry.Found?.Manifest is { } manifest)
            console.Write(Measures(manifest));
        if (report.Runs is { Count: > 0 } runs)
            console.Write(RunTable(runs, report.At));
        if (report.Trial is { } trial)
            ExperimentCommands.Write(trial, console);
        if (report.Online is { Count: > 0 } online)
            console.Write(OnlineTable.Of(online));
    }

    private static Table Parts(StatusReport report)
    {
        var table = new Table { ShowHeaders = false }.AddColumns("Part", "", "State");
        Add("API", report.Api, api => $"{api.Address}, {Number(api.Milliseconds, "F1")} ms, "
            + $"serves {Serving(api.ModelVersion, report.Registry.Found?.Champion)}");
        Add("Database", report.Database, Describe);
        Add("Registry", report.Registry, registry => $"{registry.Container}, {registry.Versions} versions");
        if (report.Registry.Found is { } found)
        {
            Row("Champion", Champion(found, report.At));
            Row("Challenger", found.Challenger is { } challenger
                ? $"{challenger.Version} for {Number(challenger.Share, "P0")} of the users, "
                    + $"started {Ago(report.At - challenger.StartedAt)} ago"
                : "none");
        }

        if (report.Runs is { Count: 0 })
            Row("Runs", "no training yet: recofilm train");
        if (report.Online is { Count: 0 })
            Row("Online", "no lists were served recently");
        if (report.Drift is { } drift)
        {
            Row("Drift", drift.Count == 0 ? "too few users to tell" : string.Join(
                ", ", drift.Select(state => $"{state.Description}: {(state.IsOut ? "drifted" : "inside its band")}")));
        }

        if (report.PendingFeedback is { } pending)
        {
            Row("Feedback", string.Create(
                CultureInfo.InvariantCulture,
                $"{pending.Ratings:N0} ratings since {pending.Since} ({pending.Share:P2}), "
                + $"{(pending.IsEnough ? "enough" : "not enough")} for a partial training"));
        }

        return table;

        void Add<T>(string name, Probed<T> part, Func<T, string> describe)
            where T : class
        {
            var lines = new[] { part.Problem, part.Found is null ? null : describe(part.Found) }.Where(line => line is not null);
            table.AddRow(
                new Text(name), part.Up ? new Markup("[green]up[/]") : new Markup("[red]down[/]"),
                new Text(string.Join('\n', lines).Trim()));
        }

        void Row(string name, string text) => table.AddRow(new Text(name), Text.Empty, new Text(text));
    }

    private static string Serving(string? version, ChampionPointer? champion) =>
        version is null ? "no model"
        : champion is null || version == champion.Version.ToString() ? version
        : $"{version}, not the champion";

    private static string Describe(DatabaseState database)
    {
        var schema = database.UnknownMigrations.Count == 0
            ? "" : $", {database.UnknownMigrations.Count} migrations of a later program";
        var counts = database.Counts.Select(count => string.Create(
            CultureInfo.InvariantCulture, $"{(count.IsEstimate ? "about " : "")}{count.Rows:N0} {count.Table}"));
        return $"PostgreSQL {database.ServerVersion}{schema}\n{string.Join(", ", counts)}";
    }

    private static string Champion(RegistryState registry, DateTimeOffset now)
    {
        if (registry.Champion is not { } champion)
            return "none: recofilm train";
        var trained = registry.Manifest is { } manifest
            ? $", trained {Ago(now - manifest.CreatedAt)} ago by {manifest.Trigger} "
                + $"on {Number(manifest.Data.Ratings, "N0")} ratings"
            : "";
        return $"{champion.Version}{trained}\nactivated {Ago(now - champion.ActivatedAt)} ago"
            + (champion.RolledBack ? $", rolled back from {champion.Previous}" : "");
    }

    private static Table Measures(ModelManifest manifest)
    {
        var measures = ModelsCommand.Measures.Where(measure => manifest.Metrics.ContainsKey(measure.Metric)).ToArray();
        var table = new Table { Title = new TableTitle("Champion, measured before it was published") };
        foreach (var (_, heading) in measures)
            table.AddColumn(new TableColumn(heading).RightAligned());
        return measures.Length == 0
            ? table.AddColumn("nothing: too few ratings")
            : table.AddRow([.. measures.Select(measure => Number(manifest.Metrics[measure.Metric], "F4"))]);
    }

    private static Table RunTable(IReadOnlyList<TrainingRun> runs, DateTimeOffset now)
    {
        var table = new Table { Title = new TableTitle("Last trainings") }
            .AddColumns("Run", "Trigger", "Started", "Status", "Took", "Steps", "Version");
        foreach (var run in runs)
        {
            string[] row =
            [
                run.RunId.ToString(CultureInfo.InvariantCulture), run.Trigger,
                run.StartedAt is { } started ? $"{Ago(now - started)} ago" : "–",
                run.Status.ToSnakeCase(),
                run.StartedAt is { } begun ? Ago((run.FinishedAt ?? now) - begun) : "–",
                string.Join(", ", run.Steps.Select(step => $"{step.Step} {(step.Duration is { } took ? Ago(took) : "…")}")),
                run.Error ?? run.ModelVersion ?? "–",
            ];
            table.AddRow([.. row.Select(text => new Text(text))]);
        }

        return table;
    }

    private static string Ago(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => Number(span.TotalDays, "F0") + " d",
        { TotalHours: >= 2 } => Number(span.TotalHours, "F0") + " h",
        { TotalMinutes: >= 2 } => Number(span.TotalMinutes, "F0") + " min",
        _ => Number(Math.Max(0, span.TotalSeconds), "F1") + " s",
    };

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
