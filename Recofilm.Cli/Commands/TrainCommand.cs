using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core.Configuration;
using Recofilm.Core.Training;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm train</c>: runs the nightly training now.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var connection = new Connection();
        var command = new Command(
            "train", "Trains and evaluates the models, and publishes them unless they are unchanged or worse than the champion.");
        connection.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var services = connection.Connect(result);
            var pipeline = services.GetRequiredService<TrainingPipeline>();
            var trained = await RunAsync(
                progress => pipeline.RunAsync(TrainingTrigger.CommandLine, progress, cancellationToken));
            if (trained.Metrics.Count > 0)
                Terminal.Out.Write(ToTable(trained.Metrics));
            Terminal.Out.WriteLine(Describe(trained));
            return trained.Status is TrainingStatus.Published or TrainingStatus.Unchanged ? 0 : 1;
        });
        return command;
    }

    /// <summary>Runs a training and shows its steps on standard error.</summary>
    /// <param name="train">The training; reports its steps.</param>
    public static async Task<TrainingResult> RunAsync(Func<IProgress<TrainingProgress>, Task<TrainingResult>> train)
    {
        var console = Terminal.Error;
        return console.Profile.Capabilities.Interactive
            ? await console.Status().StartAsync(
                "Training", status => train(new Steps(step => status.Status($"Training: {step}"))))
            : await train(new Steps(step => console.WriteLine($"Training: {step}")));
    }

    /// <summary>Returns the outcome in one line.</summary>
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
            var step = value.Step.ToSnakeCase();
            show(value.Detail.Length == 0 ? step : $"{step} {value.Detail}");
        }
    }
}
