using System.CommandLine;
using Recofilm.Cli.Doctor;
using Recofilm.LocalStack;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm doctor</c>: checks whether <c>recofilm up</c> can run here, and says what to do if it cannot.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var (port, state) = (UpCommand.PortOption(), UpCommand.StateOption());
        var command = new Command("doctor", "Checks whether 'recofilm up' can run on this machine, and says what to do if not.")
        {
            port, state,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var machine = new Machine(LocalState.Locate(result.GetValue(state)), UpCommand.ReadPort(result, port));
            var isWell = true;
            await foreach (var finding in machine.ExamineAsync(cancellationToken))
            {
                await Console.Out.WriteLineAsync(finding.ToString());
                isWell &= finding.State != FindingState.Bad;
            }

            return isWell ? 0 : 1;
        });
        return command;
    }
}
