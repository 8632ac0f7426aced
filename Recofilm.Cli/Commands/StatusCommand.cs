using System.CommandLine;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Recofilm.Cli.Local;
using Recofilm.Cli.Status;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm status</c>: whether everything is up, and how the models do.</summary>
internal static class StatusCommand
{
    private const int Down = 1;

    public static Command Create()
    {
        var connection = new Connection();
        var api = new Option<string?>("--api")
        {
            Description = "Where the program serves. Default: RECOFILM, else the address of 'recofilm up'.",
        };
        var timeout = new Option<double>("--timeout")
        {
            Description = "How many seconds a part may take to answer.",
            DefaultValueFactory = _ => 5,
        };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 600))
                result.AddError("--timeout is above 0 and at most 600 seconds.");
        });
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var command = new Command("status", "Shows whether everything is up, what serves and how it does; exit code 1 when something is down.")
        {
            api, timeout, json,
        };
        connection.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var patience = TimeSpan.FromSeconds(result.GetValue(timeout));
            var address = AddressOf(result.GetValue(api) ?? connection.Configure(result)[LocalSettings.AddressKey]);
            await using var services = connection.Build(result, parts => parts.TryAddSingleton(Impatient(patience)));
            var report = await new StatusProbe(services, address, patience, TimeProvider.System).LookAsync(cancellationToken);
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
            : throw new CommandException($"'{text}' is not an http or https address.");
    }

    // Asked again, a storage that is down would take longer than anybody waits.
    private static BlobClientOptions Impatient(TimeSpan patience) => new()
    {
        Retry = { MaxRetries = 0, NetworkTimeout = patience },
    };
}
