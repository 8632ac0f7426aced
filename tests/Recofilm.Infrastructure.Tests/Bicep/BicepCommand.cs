using System.Diagnostics;
using System.Reflection;

namespace Recofilm.Infrastructure.Tests.Bicep;

/// <summary>The Bicep CLI of the NuGet package.</summary>
internal static class BicepCommand
{
    private static readonly string _path = Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "BicepCommand").Value!;

    /// <summary>Runs it in a folder.</summary>
    /// <returns>What it wrote. A warning is a failure, and so is a hint.</returns>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The Bicep CLI of the package is for Linux.");
        var start = new ProcessStartInfo(_path, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        // azd and the workflow set these.
        start.Environment["AZURE_PRINCIPAL_ID"] = CompiledTemplates.DeployerId;
        start.Environment["RECOFILM_DEPLOYER_NAME"] = "deployer@example.com";
        start.Environment["RECOFILM_DEPLOYER_ADDRESS"] = "203.0.113.7";
        start.Environment["RECOFILM_CONTACT_EMAIL"] = "operations@example.com";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal("", (await errors).Trim());
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
