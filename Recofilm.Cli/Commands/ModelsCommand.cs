using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core.Configuration;
using Recofilm.Core.Feedback;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm models</c>: the versions in the registry, and which one serves.</summary>
internal static class ModelsCommand
{
    /// <summary>The measures that tell most of a version.</summary>
    public static readonly IReadOnlyList<(string Metric, string Heading)> Measures =
    [
        ("svd_rmse", "RMSE"),
        ("hybrid_in_visit_ndcg", "NDCG@10 in-visit"),
        ("hybrid_next_visit_ndcg", "NDCG@10 next-visit"),
    ];

    private static readonly JsonSerializerOptions _onlineJson = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create() => new("models", "Shows the model versions and decides which one serves.")
    {
        List(), Activate(), ExperimentCommands.Challenge(), ExperimentCommands.Promote(),
    };

    /// <summary>The version that an argument names.</summary>
    /// <exception cref="CommandException">It is not the name of one.</exception>
    public static ModelVersion VersionOf(string? name) => ModelVersion.TryParse(name, out var version)
        ? version
        : throw new CommandException($"'{name}' is not a model version, such as 20260131T031500Z-1a2b3c4d.");

    private static Command List()
    {
        var connection = new Connection();
        var json = new Option<bool>("--json") { Description = "Prints the manifests as JSON." };
        var command = new Command("list", "Lists the versions, newest first, with what was measured.") { json };
        connection.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var services = connection.Connect(result, Connection.StorageTimeout);
            var versions = await services.GetRequiredService<ModelRegistry>().ListAsync(cancellationToken);
            var online = await services.GetRequiredService<OnlineMeasures>().ReadAsync(cancellationToken);
            if (result.GetValue(json))
            {
                WriteJson(versions, online);
            }
            else if (versions.Count == 0)
            {
                Terminal.Out.WriteLine("No model has been trained yet: recofilm train.");
            }
            else
            {
                await WriteTableAsync(versions, services, cancellationToken);
                if (online.Count > 0)
                    Terminal.Out.Write(OnlineTable.Of(online));
            }

            return 0;
        });
        return command;
    }

    private static Command Activate()
    {
        var connection = new Connection();
        var version = new Argument<string>("version") { Description = "A version as 'models list' shows it." };
        var command = new Command("activate", "Makes a version the champion, for example to roll back.") { version };
        connection.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var wanted = VersionOf(result.GetValue(version));
            await using var services = connection.Connect(result, Connection.StorageTimeout);
            try
            {
                var begun = services.GetRequiredService<TimeProvider>().GetUtcNow();
                using var loaded = await services.GetRequiredService<SnapshotLoader>().LoadAsync(wanted, cancellationToken);
                var champion = await services.GetRequiredService<ModelRegistry>().ActivateAsync(wanted, cancellationToken);
                await services.GetRequiredService<ActivationLog>().RecordAsync(champion, begun, userId: null, cancellationToken);
            }
            catch (ModelNotFoundException exception)
            {
                throw new CommandException(exception.Message, exception);
            }

            Terminal.Out.WriteLine($"{wanted} serves; running instances follow within their poll interval.");
            return 0;
        });
        return command;
    }

    private static async Task WriteTableAsync(
        IReadOnlyList<ModelListing> versions, IServiceProvider services, CancellationToken cancellationToken)
    {
        Terminal.Out.Write(ToTable(versions));
        if (versions.Any(version => version.State == ModelState.Challenger))
            await ExperimentCommands.ShowAsync(services.GetRequiredService<ExperimentReports>(), cancellationToken);
    }

    private static Table ToTable(IReadOnlyList<ModelListing> versions)
    {
        var table = new Table().AddColumns("Version", "State", "Trained", "Ratings");
        foreach (var (_, heading) in Measures)
            table.AddColumn(new TableColumn(heading).RightAligned());
        table.AddColumn("Gate");
        foreach (var (version, state, manifest) in versions)
        {
            string[] measured =
            [
                .. Measures.Select(measure =>
                    manifest is not null && manifest.Metrics.TryGetValue(measure.Metric, out var value)
                        ? value.ToString("F4", CultureInfo.InvariantCulture)
                        : "–"),
            ];
            string[] row =
            [
                version.ToString(),
                state.ToSnakeCase(),
                version.CreatedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                manifest?.Data.Ratings.ToString("N0", CultureInfo.InvariantCulture) ?? "–",
                .. measured,
                manifest?.Gate.Reason ?? "no manifest",
            ];
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        return table;
    }

    private static void WriteJson(IReadOnlyList<ModelListing> versions, IReadOnlyList<OnlineMeasure> online)
    {
        using var output = Console.OpenStandardOutput();
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (var (version, state, manifest) in versions)
        {
            writer.WriteStartObject();
            writer.WriteString("version", version.ToString());
            writer.WriteString("state", state.ToSnakeCase());
            if (manifest is not null)
            {
                writer.WritePropertyName("manifest");
                writer.WriteRawValue(manifest.ToJson());
            }

            writer.WritePropertyName("online");
            JsonSerializer.Serialize(writer, online.Where(measure => measure.ModelVersion == version.ToString()), _onlineJson);

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
