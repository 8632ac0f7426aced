using System.CommandLine;
using Recofilm.Cli.Local;
using Recofilm.Cli.Packaging;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm package</c>: builds the zip that Azure Functions runs.</summary>
internal static class PackageCommand
{
    public static Command Create()
    {
        var output = new Option<FileInfo>("--output")
        {
            Description = "The zip to write.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine("artifacts", "recofilm.zip")),
        };
        var command = new Command("package", "Builds the zip that Azure Functions runs, from a checkout.") { output };
        command.SetAction(async (result, cancellationToken) =>
        {
            var file = result.GetRequiredValue(output);
            var size = await FunctionPackage.BuildAsync(Checkout.FindRoot(), file.FullName, cancellationToken);
            Terminal.Out.WriteLine($"{file.FullName}: {size / 1048576.0:F1} MiB");
            return 0;
        });
        return command;
    }
}
