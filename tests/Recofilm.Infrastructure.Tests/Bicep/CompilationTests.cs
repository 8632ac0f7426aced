namespace Recofilm.Infrastructure.Tests.Bicep;

public sealed class CompilationTests(CompiledTemplates templates) : TemplateTest(templates)
{
    [Fact]
    public async Task The_templates_compile_without_a_warning() =>
        Assert.NotEmpty((await Templates.TemplateAsync())["resources"]!.AsObject());

    [Fact]
    public async Task The_linter_has_nothing_to_say() =>
        Assert.Equal("", await BicepCommand.RunAsync(Repository.PathOf("infra/bicep"), "lint", "main.bicep"));

    [Theory, MemberData(nameof(Environments))]
    public async Task Everything_a_deployment_makes_is_known_before_it(string environment)
    {
        var resources = await Templates.ResourcesAsync(environment);

        Assert.DoesNotContain(resources, resource => resource.Text("type") == "Microsoft.Resources/deployments");
        Assert.All(resources, resource => Assert.False(string.IsNullOrEmpty(resource.Text("apiVersion"))));
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task Every_resource_that_can_be_tagged_is(string environment)
    {
        var untagged = from resource in await Templates.ResourcesAsync(environment)
                       where resource["location"] is not null
                           && resource["tags"]?.ToJsonString().Contains("recofilm", StringComparison.Ordinal) != true
                       select resource.Text("type");

        Assert.Empty(untagged);
    }

    [Fact]
    public void Everything_comes_from_this_repository()
    {
        foreach (var file in Repository.Files("infra/bicep", "*.bicep")
            .Concat(Repository.Files("infra/bicep/modules", "*.bicep")))
        {
            Assert.DoesNotContain("'br", Repository.Read(file), StringComparison.Ordinal);
        }
    }
}
