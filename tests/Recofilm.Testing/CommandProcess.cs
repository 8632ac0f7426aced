using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace Recofilm.Testing;

/// <summary>The recofilm command as the process that a person or a script starts.</summary>
public static class CommandProcess
{
    /// <summary>Runs it; where anything is it is told by its arguments alone.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    public static async Task<BufferedCommandResult> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        await CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "recofilm.dll"), .. arguments])
            .WithEnvironmentVariables(variables => variables
                .Set("RECOFILM", null).Set("ConnectionStrings__Recofilm", null).Set("Recofilm__Storage__ConnectionString", null))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, cancellationToken);
}
