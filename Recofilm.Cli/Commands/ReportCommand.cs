using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core.Registry;
using Recofilm.Lab.Report;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm report</c>: writes a model card, which is one HTML file without external resources.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var connection = new Connection();
        var version = new Argument<string>("version") { Description = "A version as 'models list' shows it, or 'champion'." };
        var output = new Option<string?>("--output") { Description = "The file to write. Default: recofilm-<version>.html." };
        var command = new Command("report", "Writes a model card: a version's training, metrics, errors by group and examples.")
        {
            version, output,
        };
        connection.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var services = connection.Connect(result, Connection.StorageTimeout);
            var versions = await services.GetRequiredService<ModelRegistry>().ListAsync(cancellationToken);
            var wanted = ModelCardReader.Find(result.GetValue(version)!, versions);
            var path = Path.GetFullPath(result.GetValue(output) ?? $"recofilm-{wanted.Version}.html");
            if (!Directory.Exists(Path.GetDirectoryName(path)))
                throw new CommandException($"the folder of {path} does not exist.");

            var reader = new ModelCardReader(services, TimeProvider.System);
            var card = await Terminal.ProgressAsync(
                "Model card", progress => reader.ReadAsync(wanted, versions, progress, cancellationToken));
            await File.WriteAllTextAsync(path, ModelCardPage.Write(card), cancellationToken);
            Terminal.Out.WriteLine(path);
            return 0;
        });
        return command;
    }
}
