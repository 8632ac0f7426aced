using System.Text.Json.Nodes;

namespace Recofilm.Infrastructure.Tests.Bicep;

public sealed class SecretTests(CompiledTemplates templates) : TemplateTest(templates)
{
    private const int BitsOfAGuid = 122;

    [Fact]
    public async Task No_output_holds_a_secret()
    {
        var outputs = Nested(await Templates.TemplateAsync())
            .SelectMany(template => template["outputs"]?.AsObject().Select(output => output.Value!) ?? []).ToList();

        Assert.NotEmpty(outputs);
        Assert.All(outputs, output =>
        {
            Assert.DoesNotContain("secure", output.Text("type"), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("parameters('pepper')", output.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("parameters('signingKey')", output.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("parameters('mlflowCredential')", output.ToJsonString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Secrets_are_secure_parameters_all_the_way()
    {
        var parameters = from template in Nested(await Templates.TemplateAsync())
                         from parameter in template["parameters"]?.AsObject() ?? []
                         where parameter.Key is "pepper" or "signingKey" or "mlflowCredential"
                         select parameter.Value.Text("type");

        Assert.Equal(Enumerable.Repeat("securestring", 6), parameters);
    }

    [Fact]
    public async Task A_later_deployment_leaves_the_secrets_alone()
    {
        var secrets = Nested(await Templates.TemplateAsync())
            .SelectMany(template => template["resources"]!.All())
            .Where(resource => resource.Text("type") == "Microsoft.KeyVault/vaults/secrets"
                && resource.Text("existing") != "true")
            .Distinct().ToList();

        Assert.Equal(3, secrets.Count);
        Assert.Equal(2, secrets.Count(secret => secret.At("@options", "onlyIfNotExists") is not null));
        // The third is not made but given, and only when it is.
        var given = Assert.Single(secrets, secret => secret.At("@options", "onlyIfNotExists") is null);
        Assert.Equal("[not(empty(parameters('mlflowCredential')))]", given.Text("condition"));
    }

    [Fact]
    public async Task A_new_secret_has_more_than_256_random_bits_and_is_base64()
    {
        var parameters = (await Templates.TemplateAsync())["parameters"]!;
        foreach (var name in (string[])["signingKey", "pepper"])
        {
            var value = parameters.Text(name, "defaultValue")!;
            Assert.StartsWith("[base64(", value, StringComparison.Ordinal);
            var guids = value.Split("newGuid()").Length - 1;
            Assert.True(guids * BitsOfAGuid >= 256, value);
        }
    }

    private static IEnumerable<JsonNode> Nested(JsonNode template) =>
        template.All().Where(
            node => node is JsonObject candidate && candidate.ContainsKey("$schema") && candidate.ContainsKey("resources"));
}
