using System.Collections;
using System.Reflection;
using Recofilm.Core.Database;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Core.Tracking;
using Recofilm.Core.Training;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.Security;
using Recofilm.Functions.Telemetry;

namespace Recofilm.Infrastructure.Tests.Bicep;

public sealed class AppSettingTests(CompiledTemplates templates) : TemplateTest(templates)
{
    // Read by the Functions host, the platform or the libraries of Azure rather than as one of the program's options.
    private static readonly string[] _others =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AZURE_CLIENT_ID", "AZURE_TOKEN_CREDENTIALS",
        "AzureWebJobsDisableHomepage",
        "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential",
        "AzureWebJobsStorage__queueServiceUri", "WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED",
    ];

    private static readonly string[] _premiumOthers =
    [
        "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_WORKER_RUNTIME",
        "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID",
    ];

    private static readonly Dictionary<string, Type> _sections = new()
    {
        [AuthenticationOptions.Section] = typeof(AuthenticationOptions),
        [DatabaseOptions.Section] = typeof(DatabaseOptions),
        [FeedbackOptions.Section] = typeof(FeedbackOptions),
        [HttpOptions.Section] = typeof(HttpOptions),
        [MlflowOptions.Section] = typeof(MlflowOptions),
        [ModelServingOptions.Section] = typeof(ModelServingOptions),
        [RequestLogOptions.Section] = typeof(RequestLogOptions),
        [StorageOptions.Section] = typeof(StorageOptions),
        [TelemetryOptions.Section] = typeof(TelemetryOptions),
        [TrainingOptions.Section] = typeof(TrainingOptions),
    };

    // Whether the program starts with them and works is for the package's test, which runs it with exactly these.
    [Theory, MemberData(nameof(Environments))]
    public async Task Every_setting_is_read_by_somebody(string environment)
    {
        var unread = (await AppSettingsAsync(environment)).Keys
            .Except(_others).Except(environment == "premium" ? _premiumOthers : [])
            .Where(name => !IsRead(name.Replace("__", ":", StringComparison.Ordinal)));

        Assert.Empty(unread);
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task Secrets_are_references_to_the_vault(string environment)
    {
        var settings = await AppSettingsAsync(environment);

        foreach (var name in (string[])["Recofilm__Authentication__SigningKeys__0__Key", "Recofilm__Authentication__Pepper"])
            Assert.StartsWith("[format('@Microsoft.KeyVault(SecretUri={0})', ", settings[name], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task Strangers_cannot_register_and_nobody_but_the_platform_tells_addresses(string environment)
    {
        var settings = await AppSettingsAsync(environment);

        Assert.Equal("false", settings["Recofilm__Authentication__OpenRegistration"]);
        Assert.DoesNotContain(settings.Keys, name => name.StartsWith("Recofilm__Http__KnownProxies", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_mlflow_server_is_told_of_trainings_by_a_token_from_the_vault_and_none_without()
    {
        var settings = await AppSettingsAsync(CompiledTemplates.Tracked);
        var tracking = settings.Where(setting => setting.Key.StartsWith("MLFLOW_", StringComparison.Ordinal))
            .OrderBy(setting => setting.Key, StringComparer.Ordinal).ToList();

        Assert.Equal(
            ["MLFLOW_EXPERIMENT_NAME", "MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_URI"], tracking.Select(setting => setting.Key));
        Assert.All(tracking, setting => Assert.Contains(setting.Key, MlflowOptions.ClientKeys));
        Assert.Equal("https://mlflow.example.com", settings["MLFLOW_TRACKING_URI"]);
        Assert.Contains("@Microsoft.KeyVault(SecretUri=", settings["MLFLOW_TRACKING_TOKEN"], StringComparison.Ordinal);
        Assert.Contains("mlflow", settings["MLFLOW_TRACKING_TOKEN"], StringComparison.Ordinal);
        var roles = (await OfTypeAsync(CompiledTemplates.Tracked, "Microsoft.Authorization/roleAssignments")).Count;
        Assert.Equal((await OfTypeAsync("dev", "Microsoft.Authorization/roleAssignments")).Count + 1, roles);

        foreach (var environment in CompiledTemplates.Environments)
        {
            Assert.DoesNotContain(
                (await AppSettingsAsync(environment)).Keys, key => key.StartsWith("MLFLOW_", StringComparison.Ordinal));
        }
    }

    internal static bool IsRead(string key)
    {
        if (key == DatabaseOptions.Key || MlflowOptions.ClientKeys.Contains(key))
            return true;
        var section = _sections.Keys.SingleOrDefault(section => key.StartsWith(section + ":", StringComparison.Ordinal));
        return section is not null && HasProperty(_sections[section], key[(section.Length + 1)..].Split(':'));
    }

    private static bool HasProperty(Type type, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
            return true;
        if (int.TryParse(path[0], out _))
            return type.IsAssignableTo(typeof(IEnumerable)) && HasProperty(type.GetGenericArguments()[0], path[1..]);
        return type.GetProperty(path[0], BindingFlags.Public | BindingFlags.Instance) is { CanWrite: true } property
            && HasProperty(property.PropertyType, path[1..]);
    }
}
