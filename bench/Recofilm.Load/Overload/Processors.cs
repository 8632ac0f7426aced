using System.Globalization;
using CliWrap;
using Recofilm.LocalStack;

namespace Recofilm.Load.Overload;

/// <summary>
/// Gives the generator a processor of its own, and the program with its servers the others: a generator that takes time from the
/// program would measure itself.
/// </summary>
internal static class Processors
{
    /// <summary>Divides the processors, if there are two or more and taskset (util-linux) is here.</summary>
    /// <param name="servers">The processes of the program and its servers.</param>
    /// <returns>What was done, for the report.</returns>
    public static async Task<string> DivideAsync(IEnumerable<int> servers)
    {
        var count = Environment.ProcessorCount;
        if (count < 2 || SearchPath.Find("taskset") is null)
            return "generator, program and database share the processors";
        foreach (var server in servers.SelectMany(server => ChildrenOf(server).Prepend(server)))
            await AssignAsync(server, count == 2 ? "0" : $"0-{count - 2}");
        await AssignAsync(Environment.ProcessId, $"{count - 1}");
        return $"program and database on {count - 1} of {count} processors, the generator on the other";
    }

    private static async Task AssignAsync(int process, string processors) => await CliWrap.Cli.Wrap("taskset")
        .WithArguments(["-a", "-c", "-p", processors, $"{process}"])
        .WithValidation(CommandResultValidation.None).ExecuteAsync();

    private static IEnumerable<int> ChildrenOf(int process) =>
        File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture));
}
