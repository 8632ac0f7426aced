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
        if (!console.Profile.Capabilities.Interactive)
            return await train(new Steps((_, step) => console.WriteLine(step)));
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("Training", maxValue: 1);
                var trained = await train(new Steps((step, text) =>
                    (task.Value, task.Description) = (ShareBefore(step), Markup.Escape(text))));
                task.Value = task.MaxValue;
                return trained;
            });
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

    // The share of a full training of MovieLens' small data set that has passed when a step begins, by the times of its log.
    private static double ShareBefore(TrainingStep step) => step switch
    {
        TrainingStep.Read or TrainingStep.Fingerprint => 0,
        TrainingStep.Train => 0.01,
        TrainingStep.Evaluate => 0.32,
        _ => 0.99,
    };

    private sealed class Steps(Action<TrainingStep, string> show) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            var step = value.Step.ToSnakeCase();
            show(value.Step, value.Detail.Length == 0 ? $"Training: {step}" : $"Training: {step} {value.Detail}");
        }
    }
}
