using System.Globalization;
using System.Reflection;
using Recofilm.Core.Database;
using Recofilm.Core.Feedback;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Core.Tracking;
using Recofilm.Core.Training;
using Recofilm.Core.Webhooks;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;
using Recofilm.Functions.Telemetry;
using Recofilm.Functions.Website;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests;

/// <summary>docs/api.md names every endpoint and error that there is, docs/settings.md every setting, and no other.</summary>
public sealed class ApiDocumentTests
{
    private static readonly string[] _api = File.ReadAllLines(Path.Combine(BuiltProgram.Solution, "docs", "api.md"));
    private static readonly string[] _settings = File.ReadAllLines(Path.Combine(BuiltProgram.Solution, "docs", "settings.md"));

    [Fact]
    public async Task Every_endpoint_is_listed()
    {
        await using var app = TestProgram.Build();
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                .Select(method => $"{method} {RouteOf(endpoint)}"));
        Assert.Equal(
            endpoints.Order(StringComparer.Ordinal),
            FirstCells(_api, "| `GET /", "| `POST /", "| `PUT /", "| `DELETE /").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_of_problem_is_listed_with_its_status()
    {
        var types = typeof(ProblemType).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (ProblemType)field.GetValue(null)!)
            .Select(type => $"| `{type.Name}` | {type.Status} |");
        Assert.All(types, row => Assert.Contains(_api, line => line.StartsWith(row, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_setting_is_listed()
    {
        string[] settings =
        [
            DatabaseOptions.Key,
            .. SettingsOf<DatabaseOptions>(DatabaseOptions.Section)
                .Where(name => !name.EndsWith(":ConnectionString", StringComparison.Ordinal)),
            .. SettingsOf<StorageOptions>(StorageOptions.Section),
            .. SettingsOf<ModelServingOptions>(ModelServingOptions.Section),
            .. SettingsOf<ImpressionOptions>(ImpressionOptions.Section),
            .. SettingsOf<TrainingOptions>(TrainingOptions.Section),
            .. SettingsOf<FeedbackOptions>(FeedbackOptions.Section), .. SettingsOf<DriftOptions>(DriftOptions.Section),
            .. SettingsOf<MlflowOptions>(MlflowOptions.Section), .. MlflowOptions.ClientKeys,
            .. SettingsOf<AuthenticationOptions>(AuthenticationOptions.Section),
            .. SettingsOf<HttpOptions>(HttpOptions.Section),
            .. SettingsOf<EntraOptions>(EntraOptions.Section),
            .. SettingsOf<CatalogOptions>(CatalogOptions.Section),
            .. SettingsOf<WebhookOptions>(WebhookOptions.Section),
            .. SettingsOf<RequestLogOptions>(RequestLogOptions.Section),
            .. SettingsOf<TelemetryOptions>(TelemetryOptions.Section),
            .. SettingsOf<WebsiteOptions>(WebsiteOptions.Section),
        ];
        var listed = FirstCells(_settings, "| `Recofilm:", "| `ConnectionStrings:", "| `MLFLOW_")
            .Select(name => name.Split(":<n>")[0]).Distinct();
        Assert.Equal(settings.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_default_is_the_one_of_the_code()
    {
        var wrong = DefaultsOf<DatabaseOptions>(DatabaseOptions.Section)
            .Concat(DefaultsOf<StorageOptions>(StorageOptions.Section))
            .Concat(DefaultsOf<ModelServingOptions>(ModelServingOptions.Section))
            .Concat(DefaultsOf<ImpressionOptions>(ImpressionOptions.Section))
            .Concat(DefaultsOf<TrainingOptions>(TrainingOptions.Section))
            .Concat(DefaultsOf<FeedbackOptions>(FeedbackOptions.Section))
            .Concat(DefaultsOf<DriftOptions>(DriftOptions.Section))
            .Concat(DefaultsOf<AuthenticationOptions>(AuthenticationOptions.Section))
            .Concat(DefaultsOf<HttpOptions>(HttpOptions.Section))
            .Concat(DefaultsOf<RequestLogOptions>(RequestLogOptions.Section))
            .Concat(DefaultsOf<TelemetryOptions>(TelemetryOptions.Section))
            .Concat(DefaultsOf<WebsiteOptions>(WebsiteOptions.Section))
            .Where(setting => Listed(setting.Key) is { } listed && !IsSame(listed, setting.Default))
            .Select(setting => $"{setting.Key} is {setting.Default}, not {Listed(setting.Key)}");

        Assert.Empty(wrong);

        static string? Listed(string key) => _settings
            .Where(line => line.StartsWith($"| `{key}` | `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[3]).SingleOrDefault();

        static bool IsSame(string listed, object value) => value switch
        {
            TimeSpan time => TimeSpan.Parse(listed, CultureInfo.InvariantCulture) == time,
            bool flag => bool.Parse(listed) == flag,
            IConvertible and not string => Convert.ToDouble(listed, CultureInfo.InvariantCulture)
                .Equals(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            _ => listed == value.ToString(),
        };
    }

    private static IEnumerable<(string Key, object Default)> DefaultsOf<T>(string section)
        where T : new() => typeof(T).GetProperties()
        .Select(property => (Key: $"{section}:{property.Name}", Default: property.GetValue(new T())))
        .Where(setting => setting.Default is not null)
        .Select(setting => (setting.Key, setting.Default!));

    private static IEnumerable<string> SettingsOf<T>(string section) =>
        typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => $"{section}:{property.Name}");

    private static IEnumerable<string> FirstCells(string[] lines, params string[] starts) => lines
        .Where(line => starts.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
        .Select(line => line.Split('`')[1]);

    // A group of routes ends in a slash, which no request needs.
    private static string RouteOf(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText is { Length: > 1 } route ? route.TrimEnd('/') : "/";
}
