using System.CommandLine;
using System.Globalization;
using Recofilm.Cli.Status;
using Recofilm.LocalStack;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm status</c>: shows the state of the API, the database, the registry and the models.</summary>
internal static class StatusCommand
{
    private const int Down = 1;

    public static Command Create()
    {
        var connection = new Connection();
        var api = new Option<string?>("--api")
        {
            Description = "The address of the program. Default: RECOFILM, else the address of 'recofilm up'.",
        };
        var timeout = new Option<double>("--timeout")
        {
            Description = "The longest time a part may take to answer, in seconds, above 0 and at most 600.",
            DefaultValueFactory = _ => 5,
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var command = new Command(
            "status", "Shows whether everything is up, and which model serves how well; exit code 1 when something is down.")
        {
            api, timeout, json,
        };
        connection.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(timeout) is var seconds && seconds is not (> 0 and <= 600))
            {
                throw new CommandException(string.Create(
                    CultureInfo.InvariantCulture, $"--timeout must be above 0 and at most 600; got {seconds}."));
            }

            var limit = TimeSpan.FromSeconds(seconds);
            var address = AddressOf(result.GetValue(api) ?? connection.Configure(result)[LocalSettings.AddressKey]);
            await using var services = connection.Build(result, limit);
            var report = await new StatusProbe(services, address, limit, TimeProvider.System).LookAsync(cancellationToken);
            if (result.GetValue(json))
                StatusJson.Write(report);
            else
                StatusScreen.Write(report, Terminal.Out);
            return report.Up ? 0 : Down;
        });
        return command;
    }

    private static Uri? AddressOf(string? text)
    {
        if (text is null)
            return null;
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CommandException($"the address of the API must be http or https; got '{text}'.");
    }
}
