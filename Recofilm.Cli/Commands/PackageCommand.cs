using System.CommandLine;
using Recofilm.Cli.Packaging;
using Recofilm.LocalStack;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm package</c>: builds and checks the zip that Azure Functions runs.</summary>
internal static class PackageCommand
{
    public static Command Create()
    {
        var output = new Option<FileInfo>("--output")
        {
            Description = "The zip to write.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine("artifacts", "recofilm.zip")),
        };
        var command = new Command("package", "Builds and checks the zip that Azure Functions runs, from a checkout.") { output };
        command.SetAction(async (result, cancellationToken) =>
        {
            var file = result.GetRequiredValue(output);
            var package = await FunctionPackage.BuildAsync(Checkout.FindRoot(), file.FullName, cancellationToken);
            Terminal.Out.WriteLine($"{file.FullName}: {package.Bytes / 1e6:F1} MB, {package.Functions.Count} functions");
            return 0;
        });
        return command;
    }
}
