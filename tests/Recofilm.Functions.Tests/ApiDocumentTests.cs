using System.Reflection;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database;
using Recofilm.Core.Learning;
using Recofilm.Core.Online;
using Recofilm.Core.Serving;
using Recofilm.Core.Tracking;
using Recofilm.Core.Training;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.Telemetry;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests;

/// <summary>docs/api.md names every endpoint and error that there is, the README every setting, and no other.</summary>
public sealed class ApiDocumentTests
{
    private static readonly string[] _api = File.ReadAllLines(Path.Combine(BuiltProgram.Solution, "docs", "api.md"));
    private static readonly string[] _readme = File.ReadAllLines(Path.Combine(BuiltProgram.Solution, "README.md"));

    [Fact]
    public async Task Every_endpoint_is_listed()
    {
        await using var app = TestProgram.Build();
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => !endpoint.RoutePattern.RawText!.StartsWith("/docs", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                .Select(method => $"{method} {endpoint.RoutePattern.RawText}"));
        Assert.Equal(
            endpoints.Append("GET /docs").Order(StringComparer.Ordinal),
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
            .. SettingsOf<DatabaseOptions>(DatabaseOptions.Section).Where(name => !name.EndsWith(":ConnectionString", StringComparison.Ordinal)),
            .. SettingsOf<StorageOptions>(StorageOptions.Section),
            .. SettingsOf<ModelServingOptions>(ModelServingOptions.Section),
            .. SettingsOf<ServedListOptions>(ServedListOptions.Section),
            .. SettingsOf<TrainingOptions>(TrainingOptions.Section),
            .. SettingsOf<FeedbackOptions>(FeedbackOptions.Section), .. SettingsOf<DriftOptions>(DriftOptions.Section),
            .. SettingsOf<MlflowOptions>(MlflowOptions.Section), .. MlflowOptions.ClientKeys,
            .. SettingsOf<AuthenticationOptions>(AuthenticationOptions.Section),
            .. SettingsOf<HttpOptions>(HttpOptions.Section),
            .. SettingsOf<RequestLogOptions>(RequestLogOptions.Section),
            .. SettingsOf<TelemetryOptions>(TelemetryOptions.Section),
        ];
        var listed = FirstCells(_readme, "| `Recofilm:", "| `ConnectionStrings:", "| `MLFLOW_").Select(name => name.Split(":<n>")[0]).Distinct();
        Assert.Equal(settings.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> SettingsOf<T>(string section) =>
        typeof(T).GetProperties().Select(property => $"{section}:{property.Name}");

    private static IEnumerable<string> FirstCells(string[] lines, params string[] starts) => lines
        .Where(line => starts.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
        .Select(line => line.Split('`')[1]);
}
