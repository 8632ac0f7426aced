using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Recofilm.Cli;

namespace Recofilm.Load.Wrk;

/// <summary>wrk (github.com/wg/wrk): a load generator that leaves most of the machine to what it measures.</summary>
internal static class WrkTool
{
    /// <summary>Finds wrk, or installs Debian's package where this is root.</summary>
    /// <exception cref="CommandException">It is not there and cannot be installed.</exception>
    public static async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (await ExistsAsync(cancellationToken))
            return;
        if (Environment.UserName == "root" && File.Exists("/usr/bin/apt-get"))
        {
            foreach (var arguments in (string[][])[["update", "-qq"], ["install", "-y", "-qq", "wrk"]])
            {
                await CliWrap.Cli.Wrap("/usr/bin/apt-get").WithArguments(arguments)
                    .WithEnvironmentVariables(variables => variables.Set("DEBIAN_FRONTEND", "noninteractive"))
                    .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
            }
        }

        if (!await ExistsAsync(cancellationToken))
            throw new CommandException("wrk is not on the PATH, and it drives the load: install it (apt-get install wrk).");
    }

    /// <summary>Sends requests for a while; only ever to this machine.</summary>
    /// <param name="address">The program, on loopback.</param>
    /// <param name="requests">The requests to send in turn.</param>
    /// <param name="connections">How many connections send at the same time, each the next when it has its answer.</param>
    /// <param name="duration">How long.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="CommandException">wrk failed.</exception>
    public static async Task<LoadOutcome> RunAsync(
        Uri address, IReadOnlyList<LoadRequest> requests, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (!address.IsLoopback)
            throw new ArgumentException($"{address} is not on this machine.", nameof(address));
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, requests.Select(request => request.ToLine()), cancellationToken);
            // One thread: the generator takes as little of the processors as it can.
            var result = await CliWrap.Cli.Wrap("wrk")
                .WithArguments(
                [
                    "--threads", "1", "--connections", $"{connections}", "--duration", $"{duration.TotalSeconds:F0}s",
                    "--timeout", "10s",
                    "--script", Path.Combine(AppContext.BaseDirectory, "requests.lua"), $"{address}", "--", file,
                ])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
            var last = result.StandardOutput.Split('\n').LastOrDefault(line => line.StartsWith('{'));
            if (result.ExitCode != 0 || last is null)
                throw new CommandException($"wrk failed: {result.StandardOutput.Trim()} {result.StandardError.Trim()}");
            return JsonSerializer.Deserialize(last, LoadJson.Default.LoadOutcome)!;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CliWrap.Cli.Wrap("wrk").WithArguments("--version").WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
