using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core.Training;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm train</c>: the nightly training, now.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var connection = new Connection();
        var command = new Command("train", "Trains, evaluates, and publishes the models if they are new and no worse.");
        connection.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var services = connection.Connect(result);
            var trained = await RunAsync(services.GetRequiredService<TrainingPipeline>(), cancellationToken);
            if (trained.Metrics.Count > 0)
                Terminal.Out.Write(ToTable(trained.Metrics));
            Terminal.Out.WriteLine(Describe(trained));
            return trained.Status is TrainingStatus.Published or TrainingStatus.Unchanged ? 0 : 1;
        });
        return command;
    }

    /// <summary>Runs a training and shows its steps on standard error.</summary>
    public static async Task<TrainingResult> RunAsync(TrainingPipeline pipeline, CancellationToken cancellationToken)
    {
        var console = Terminal.Error;
        if (!console.Profile.Capabilities.Interactive)
        {
            return await pipeline.RunAsync(
                TrainingTrigger.CommandLine, new Steps(step => console.WriteLine($"Training: {step}")), cancellationToken);
        }

        return await console.Status().StartAsync(
            "Training",
            status => pipeline.RunAsync(
                TrainingTrigger.CommandLine, new Steps(step => status.Status($"Training: {step}")), cancellationToken));
    }

    /// <summary>The outcome in a line.</summary>
    public static string Describe(TrainingResult trained) =>
        $"{trained.Status}{(trained.Version is { } version ? $" {version}" : "")}: {trained.Message}";

    private static Table ToTable(IReadOnlyDictionary<string, double> metrics)
    {
        var table = new Table().AddColumn("Measure").AddColumn(new TableColumn("Value").RightAligned());
        foreach (var (name, value) in metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
            table.AddRow(Markup.Escape(name), value.ToString("F4", CultureInfo.InvariantCulture));
        return table;
    }

    private sealed class Steps(Action<string> show) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            var step = value.Step.ToString().ToLowerInvariant();
            show(value.Detail.Length == 0 ? step : $"{step} {value.Detail}");
        }
    }
}
