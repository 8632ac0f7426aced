using System.Text.Json;
using System.Text.Json.Nodes;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Registry;

namespace Recofilm.Cli.Status;

/// <summary>Prints the state of the platform as one JSON object.</summary>
internal static class StatusJson
{
    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>Prints a report on standard output.</summary>
    public static void Write(StatusReport report)
    {
        using var output = Console.OpenStandardOutput();
        var (api, database, registry) = (report.Api.Found, report.Database.Found, report.Registry.Found);
        var json = new
        {
            report.At,
            report.Up,
            Api = new { report.Api.Up, report.Api.Problem, api?.Address, api?.Milliseconds, api?.ModelVersion },
            Database = new
            {
                report.Database.Up,
                report.Database.Problem,
                database?.ServerVersion,
                database?.MissingMigrations,
                database?.UnknownMigrations,
                Counts = database?.Counts.ToDictionary(count => count.Table, count => count.Rows),
            },
            Registry = new
            {
                report.Registry.Up,
                report.Registry.Problem,
                registry?.Container,
                registry?.Versions,
                Champion = registry?.Champion is { } champion ? Describe(champion, registry.Manifest, report.At) : null,
                registry?.Challenger,
            },
            Runs = report.Runs?.Select(Describe),
            report.Trial,
            report.Online,
            report.Drift,
            report.PendingFeedback,
        };
        JsonSerializer.Serialize(output, json, _options);
    }

    private static object Describe(ChampionPointer champion, ModelManifest? manifest, DateTimeOffset now) => new
    {
        champion.Version,
        champion.Previous,
        champion.ActivatedAt,
        champion.RolledBack,
        TrainedAt = manifest?.CreatedAt,
        AgeSeconds = manifest is null ? (double?)null : Math.Round((now - manifest.CreatedAt).TotalSeconds),
        manifest?.Trigger,
        manifest?.CodeVersion,
        manifest?.Data,
        manifest?.Metrics,
    };

    private static object Describe(TrainingRun run) => new
    {
        run.RunId,
        run.Trigger,
        run.Kind,
        Status = run.Status.ToSnakeCase(),
        run.QueuedAt,
        run.StartedAt,
        run.FinishedAt,
        Steps = run.Steps.Select(step => new { step.Step, step.StartedAt, Seconds = step.Duration?.TotalSeconds }),
        Metrics = JsonNode.Parse(run.Metrics),
        run.ModelVersion,
        run.Error,
    };
}
