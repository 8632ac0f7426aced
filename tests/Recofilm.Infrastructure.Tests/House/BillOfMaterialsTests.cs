using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.House;

public sealed class BillOfMaterialsTests
{
    [Fact]
    public async Task The_bills_name_everything_that_is_shipped_with_its_version()
    {
        var folder = TemporaryFolder.Create("sbom");
        try
        {
            var result = await CliWrap.Cli.Wrap(Repository.PathOf("infra/hooks/sbom.sh"))
                .WithArguments([folder])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            Assert.True(result.IsSuccess, result.StandardOutput + result.StandardError);

            var shipped = ShippedPackage.All().ToLookup(package => package.Part.Split(", ")[0], package => package.Name);
            Assert.Empty(shipped["program"].Except(await ComponentsAsync(folder, "recofilm.cdx.json")));
            Assert.Equal(
                shipped["page"].Concat(["web", "recofilm-client"]).Order(),
                (await ComponentsAsync(folder, "page.cdx.json")).Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IEnumerable<string>> ComponentsAsync(string folder, string file)
    {
        var bill = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken))!;
        Assert.Equal("CycloneDX", bill.Text("bomFormat"));
        var components = bill["components"]!.AsArray();
        Assert.All(components, component => Assert.NotEmpty(component.Text("version")!));
        return components.Select(component => component.Text("name")!);
    }
}
