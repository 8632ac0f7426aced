using System.Text.Json.Nodes;

namespace Recofilm.Infrastructure.Tests.Bicep;

public sealed class SecurityTests(CompiledTemplates templates) : TemplateTest(templates)
{
    /// <summary>Storage Queue Data Contributor.</summary>
    internal const string QueueDataContributor = "974c5e8b-45b9-4653-ba55-5f855dd0fb88";

    [Theory, MemberData(nameof(Environments))]
    public async Task Storage_has_no_keys_and_nothing_public(string environment)
    {
        var account = await SingleAsync(environment, "Microsoft.Storage/storageAccounts");

        Assert.Equal("false", account.Text("properties", "allowSharedKeyAccess"));
        Assert.Equal("false", account.Text("properties", "allowBlobPublicAccess"));
        Assert.Equal("true", account.Text("properties", "supportsHttpsTrafficOnly"));
        Assert.Equal("TLS1_2", account.Text("properties", "minimumTlsVersion"));
        Assert.All(
            await OfTypeAsync(environment, "Microsoft.Storage/storageAccounts/blobServices/containers"),
            container => Assert.Equal("None", container.Text("properties", "publicAccess")));
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task No_lifecycle_rule_deletes_a_current_blob(string environment)
    {
        var policy = await SingleAsync(environment, "Microsoft.Storage/storageAccounts/managementPolicies");

        var rules = policy.At("properties", "policy", "rules")!.AsArray();
        Assert.NotEmpty(rules);
        Assert.All(
            rules, rule => Assert.Equal(["version"], rule.At("definition", "actions")!.AsObject().Select(action => action.Key)));
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task The_database_knows_identities_only(string environment)
    {
        var server = await SingleAsync(environment, "Microsoft.DBforPostgreSQL/flexibleServers");

        Assert.Equal("Enabled", server.Text("properties", "authConfig", "activeDirectoryAuth"));
        Assert.Equal("Disabled", server.Text("properties", "authConfig", "passwordAuth"));
        Assert.Null(server.At("properties", "administratorLoginPassword"));
        var configuration = (await OfTypeAsync(environment, "Microsoft.DBforPostgreSQL/flexibleServers/configurations"))
            .ToDictionary(setting => setting.Text("name")!.Split('/')[1], setting => setting.Text("properties", "value"));
        Assert.Equal("TLSv1.2", configuration["ssl_min_protocol_version"]);
        Assert.Equal("PG_TRGM", configuration["azure.extensions"]);
    }

    [Fact]
    public async Task Production_has_no_public_address_but_the_api_s()
    {
        string[] types =
            ["Microsoft.DBforPostgreSQL/flexibleServers", "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults"];
        var services = (await Templates.ResourcesAsync("prod")).Where(resource => types.Contains(resource.Text("type"))).ToList();

        Assert.Equal(types.Length, services.Count);
        Assert.All(services, service => Assert.Equal("Disabled",
            service.Text("properties", "publicNetworkAccess") ?? service.Text("properties", "network", "publicNetworkAccess")));
        Assert.Empty(await OfTypeAsync("prod", "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules"));
        // Storage has two: one for blobs, one for queues.
        Assert.Equal(types.Length + 1, (await OfTypeAsync("prod", "Microsoft.Network/privateEndpoints")).Count);
        var app = await SingleAsync("prod", "Microsoft.Web/sites");
        Assert.EndsWith("/subnets/app", app.Text("properties", "virtualNetworkSubnetId"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Development_s_firewall_lets_in_azure_and_the_deployer()
    {
        var rules = await OfTypeAsync("dev", "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules");

        Assert.Equal(["0.0.0.0", "203.0.113.7"], rules.Select(rule => rule.Text("properties", "startIpAddress")));
        Assert.Equal(["0.0.0.0", "203.0.113.7"], rules.Select(rule => rule.Text("properties", "endIpAddress")));
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task The_app_takes_https_of_today_and_no_publishing_password(string environment)
    {
        var app = await SingleAsync(environment, "Microsoft.Web/sites");

        Assert.Equal("true", app.Text("properties", "httpsOnly"));
        Assert.Equal("1.2", app.Text("properties", "siteConfig", "minTlsVersion"));
        Assert.Equal("1.2", app.Text("properties", "siteConfig", "scmMinTlsVersion"));
        Assert.Equal("Disabled", app.Text("properties", "siteConfig", "ftpsState"));
        Assert.Equal("UserAssigned", app.Text("identity", "type"));
        var passwords = await OfTypeAsync(environment, "Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal(["ftp", "scm"], passwords.Select(policy => policy.Text("name")!.Split('/')[1]).Order());
        Assert.All(passwords, policy => Assert.Equal("false", policy.Text("properties", "allow")));
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task Telemetry_wants_an_identity(string environment)
    {
        var insights = await SingleAsync(environment, "Microsoft.Insights/components");

        Assert.Equal("true", insights.Text("properties", "DisableLocalAuth"));
        Assert.Equal("true", (await SingleAsync(environment, "Microsoft.OperationalInsights/workspaces"))
            .Text("properties", "features", "disableLocalAuth"));
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task The_app_s_identity_has_only_the_roles_it_needs_on_one_thing_each(string environment)
    {
        var app = (await OfTypeAsync(environment, "Microsoft.Authorization/roleAssignments"))
            .Where(role => role.Text("properties", "principalId")!.Contains("'identity-{0}'", StringComparison.Ordinal))
            .ToList();

        string[] expected =
        [
            "3913510d-42f4-4e42-8a64-420c390055eb", // Monitoring Metrics Publisher: Application Insights
            "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User: the pepper
            "4633458b-17de-408a-b874-0445c86b69e6", // and the signing key
            QueueDataContributor, // the queue of trainings
            QueueDataContributor, // and that of poison messages
            "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", // Storage Blob Data Owner: the storage account
        ];
        Assert.Equal(expected, app.Select(role => role.Text("properties", "roleDefinitionId")!.Split('/')[^1]).Order());
        Assert.All(app, role => Assert.NotNull(role["scope"] ?? role["id"]));
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task The_vault_goes_by_roles(string environment)
    {
        var vault = await SingleAsync(environment, "Microsoft.KeyVault/vaults");

        Assert.Equal("true", vault.Text("properties", "enableRbacAuthorization"));
        Assert.Null(vault.At("properties", "accessPolicies"));
        Assert.Equal(environment == "prod" ? "true" : null, vault.Text("properties", "enablePurgeProtection"));
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task Nothing_asks_azure_for_a_key(string environment)
    {
        var texts = (await Templates.ResourcesAsync(environment)).SelectMany(resource => resource.All()).OfType<JsonValue>()
            .Select(value => value.ToString());

        Assert.DoesNotContain(texts, text => text.Contains("listKeys(", StringComparison.OrdinalIgnoreCase)
            || text.Contains("AccountKey=", StringComparison.Ordinal) || text.Contains("Password=", StringComparison.Ordinal));
    }
}
