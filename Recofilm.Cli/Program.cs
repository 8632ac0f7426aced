using System.CommandLine;
using Recofilm.Cli;
using Recofilm.Cli.Commands;

try
{
    var command = new RootCommand("Recofilm, a movie recommender.") { EvaluateCommand.Create() };
    return await command.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (CommandException exception)
{
    await Console.Error.WriteLineAsync("recofilm: " + exception.Message);
    return 1;
}
