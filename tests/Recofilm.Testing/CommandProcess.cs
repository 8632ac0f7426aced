using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace Recofilm.Testing;

/// <summary>Runs the recofilm command as a process, as a person or a script would.</summary>
public static class CommandProcess
{
    /// <summary>Runs the command without the settings of the environment, so that its arguments alone decide.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <param name="locale">The locale, which decides the encoding of the output.</param>
    /// <param name="programs">A folder of programs to be found before all others.</param>
    public static async Task<BufferedCommandResult> RunAsync(
        IEnumerable<string> arguments, CancellationToken cancellationToken, string locale = "C.UTF-8", string? programs = null) =>
        await CliWrap.Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "recofilm.dll"), .. arguments])
            .WithEnvironmentVariables(variables => variables
                .Set("LC_ALL", locale).Set("RECOFILM", null).Set("ConnectionStrings__Recofilm", null)
                .Set("Recofilm__Storage__ConnectionString", null)
                .Set("PATH", $"{programs}:{Environment.GetEnvironmentVariable("PATH")}".TrimStart(':')))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(
                locale.EndsWith("UTF-8", StringComparison.Ordinal) ? Encoding.UTF8 : Encoding.Latin1, cancellationToken);
}
