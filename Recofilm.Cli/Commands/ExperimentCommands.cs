using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm models challenge</c> and <c>promote</c>: tries a version beside the champion.</summary>
internal static class ExperimentCommands
{
    public static Command Challenge()
    {
        var connection = new Connection();
        var version = new Argument<string?>("version")
        {
            Description = "A version as 'models list' shows it; left out, the experiment under way is shown.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var share = new Option<double>("--share")
        {
            Description = "The share of users that it serves.",
            DefaultValueFactory = _ => 0.1,
        };
        var end = new Option<bool>("--end") { Description = "Ends the experiment: the champion serves everybody again." };
        var command = new Command("challenge", "Lets a version serve a share of the users beside the champion.")
        {
            version,
            share,
            end,
        };
        connection.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var services = connection.Connect(result, Connection.StorageTimeout);
            var experiment = services.GetRequiredService<Experiment>();
            if (result.GetValue(end))
            {
                Terminal.Out.WriteLine(
                    await experiment.EndAsync(cancellationToken) ? "The experiment has ended." : "There is no experiment.");
            }
            else if (result.GetValue(version) is { } name)
            {
                var started = await RefusedInWordsAsync(
                    () => experiment.StartAsync(ModelsCommand.VersionOf(name), result.GetValue(share), cancellationToken));
                Terminal.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{started.Version} serves "
                        + $"{started.Share:P0} of the users; running instances follow within their poll interval."));
            }
            else
            {
                await ShowAsync(services.GetRequiredService<ExperimentReports>(), cancellationToken);
            }

            return 0;
        });
        return command;
    }

    public static Command Promote()
    {
        var connection = new Connection();
        var command = new Command("promote", "Makes the challenger the champion.");
        connection.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var services = connection.Connect(result, Connection.StorageTimeout);
            var challenger = await services.GetRequiredService<ModelRegistry>().ReadChallengerAsync(cancellationToken)
                ?? throw new CommandException("There is no experiment.");
            var begun = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var champion = await RefusedInWordsAsync(
                () => services.GetRequiredService<Experiment>().PromoteAsync(challenger.Version, cancellationToken));
            await services.GetRequiredService<ActivationLog>().RecordAsync(champion, begun, userId: null, cancellationToken);
            Terminal.Out.WriteLine(
                $"{challenger.Version} serves everybody; running instances follow within their poll interval.");
            return 0;
        });
        return command;
    }

    /// <summary>Prints how an experiment stands, if there is one.</summary>
    public static async Task ShowAsync(ExperimentReports reports, CancellationToken cancellationToken)
    {
        if (await reports.ReadAsync(cancellationToken) is not { } report)
        {
            Terminal.Out.WriteLine("There is no experiment.");
            return;
        }

        Write(report, Terminal.Out);
    }

    /// <summary>Prints how an experiment stands.</summary>
    public static void Write(TrialReport report, IAnsiConsole console)
    {
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Challenger.Version} serves in an experiment with {report.Challenger.Share:P0} of the users "
                + $"since {report.Challenger.StartedAt:yyyy-MM-dd HH:mm}."));
        var table = new Table().AddColumns("Arm", "Users", "Lists", "Hit rate", "Rating", "Prequential RMSE");
        Add("champion", report.ChampionArm);
        Add("challenger", report.ChallengerArm);
        console.Write(table);

        void Add(string name, TrialArm arm) => table.AddRow(
            name, arm.Users.ToString("N0", CultureInfo.InvariantCulture), arm.Lists.ToString("N0", CultureInfo.InvariantCulture),
            Describe(arm.HitRate), Describe(arm.RecommendedRating), Describe(arm.PrequentialRmse));
    }

    private static string Describe(MeasuredRange? range) => range switch
    {
        null => "–",
        { Low: { } low, High: { } high } =>
            string.Create(CultureInfo.InvariantCulture, $"{range.Value:F3} ({low:F3} to {high:F3})"),
        _ => range.Value.ToString("F3", CultureInfo.InvariantCulture),
    };

    private static async Task<T> RefusedInWordsAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception exception) when (exception is ModelNotFoundException or ArgumentException or ChampionConflictException)
        {
            throw new CommandException(exception.Message, exception);
        }
    }
}
