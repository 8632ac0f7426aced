using System.CommandLine;
using Recofilm.Cli.Local;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm up</c>: everything on this machine, from nothing to an address and a user to try.</summary>
internal static class UpCommand
{
    private const int DefaultPort = 7071;

    public static Command Create()
    {
        var dataset = new Option<string?>("--dataset")
        {
            Description = $"A folder or .zip of MovieLens files, or a name to download ({string.Join(", ", KnownDataset.Names)}). Default: the built-in sample.",
        };
        var port = new Option<int>("--port")
        {
            Description = "Port of 127.0.0.1 to serve on.",
            DefaultValueFactory = _ => DefaultPort,
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 65535)
                result.AddError("--port is between 1 and 65535.");
        });
        var state = new Option<string?>("--state")
        {
            Description = "Folder of local state. Default: .recofilm beside the solution, else in the current folder.",
        };
        var command = new Command("up", "Starts PostgreSQL, the storage emulator and the program, with data and a trained model.")
        {
            dataset, port, state,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var folder = LocalState.Locate(result.GetValue(state));
            await using var running = await LocalRun.StartAsync(
                LocalState.Open(folder), result.GetValue(dataset), result.GetValue(port), cancellationToken);
            Terminal.Out.Write(running.Summary());
            return await running.FollowAsync(cancellationToken);
        });
        return command;
    }
}
