using System.CommandLine;
using System.Net;
using Recofilm.Cli.Up;
using Recofilm.LocalStack;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm up</c>: starts the product on this machine and prints its address and a user to try.</summary>
internal static class UpCommand
{
    private const int DefaultPort = 7071;

    public static Command Create()
    {
        var dataset = new Option<string?>("--dataset")
        {
            Description = "A folder or .zip of MovieLens files, or a name to download "
                + $"({string.Join(", ", KnownDataset.Names)}). Default: the built-in sample.",
        };
        var (port, state) = (PortOption(), StateOption());
        var log = new Option<bool>("--log") { Description = "Prints the program's whole log, including every request." };
        var command = new Command("up", "Starts PostgreSQL, the storage emulator and the program, with data and a trained model.")
        {
            dataset, port, state, log,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var wanted = ReadPort(result, port);
            var folder = LocalState.Locate(result.GetValue(state));
            await using var running = await LocalRun.StartAsync(
                LocalState.Open(folder), result.GetValue(dataset), wanted, cancellationToken);
            await Console.Out.WriteLineAsync(running.Welcome());
            return await running.FollowAsync(result.GetValue(log), cancellationToken);
        });
        return command;
    }

    /// <summary>Returns the option of the port to serve on.</summary>
    public static Option<int> PortOption() => new("--port")
    {
        Description = "The port of 127.0.0.1 to serve on.",
        DefaultValueFactory = _ => DefaultPort,
    };

    /// <summary>Returns the option of the folder of local state.</summary>
    public static Option<string?> StateOption() => new("--state")
    {
        Description =
            "Folder of local state. Default: .recofilm beside the solution of the current folder, else of this command, "
            + "else in the current folder.",
    };

    /// <summary>Returns the value of <see cref="PortOption"/>.</summary>
    /// <exception cref="CommandException">The value is not a port.</exception>
    public static int ReadPort(ParseResult result, Option<int> port) =>
        result.GetValue(port) is var wanted and >= 1 and <= IPEndPoint.MaxPort
            ? wanted
            : throw new CommandException($"--port must be 1 to {IPEndPoint.MaxPort}; got {result.GetValue(port)}.");
}
