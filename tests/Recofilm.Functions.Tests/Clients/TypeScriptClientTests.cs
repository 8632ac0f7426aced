using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Recofilm.Functions.Tests.Http;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Clients;

/// <summary>The package recofilm-client, packed and installed, against the running program.</summary>
[Collection(ApiCollection.Name)]
public sealed class TypeScriptClientTests(Api api)
{
    private static readonly string _sources = Path.Combine(BuiltProgram.Solution, "clients", "recofilm-client");

    [Fact]
    public async Task The_packed_client_acts_for_services_and_users()
    {
        var folder = TemporaryFolder.Create("client");
        try
        {
            await RunAsync(_sources, "npm", ["pack", "--pack-destination", folder, "--silent"]);
            var package = Path.Combine(folder, "node_modules", "recofilm-client");
            Directory.CreateDirectory(package);
            var packed = Assert.Single(Directory.GetFiles(folder, "*.tgz"));
            await RunAsync(folder, "tar", ["-xzf", packed, "-C", package, "--strip-components=1"]);
            Assert.Equal(
                ["README.md", "dist", "package.json"],
                Directory.GetFileSystemEntries(package).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            foreach (var dependency in (string[])["openapi-fetch", "openapi-typescript-helpers"])
            {
                Directory.CreateSymbolicLink(
                    Path.Combine(folder, "node_modules", dependency),
                    Path.Combine(BuiltProgram.Solution, "node_modules", dependency));
            }

            var program = Path.Combine(folder, "consumer.mjs");
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Clients", "consumer.mjs"), program);
            using var service = await api.ServiceAsync();
            var (userId, userKey) = await api.RegisterAsync();
            var output = await RunAsync(
                folder, "node", [program, api.Program.Address.ToString(), service.Token!, $"{userId}", userKey]);
            Assert.Equal("All as expected.", output.Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(string folder, string command, string[] arguments)
    {
        var result = await CliWrap.Cli.Wrap(command).WithArguments(arguments).WithWorkingDirectory(folder)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, $"{command}: {result.StandardOutput}{result.StandardError}");
        return result.StandardOutput;
    }
}
