using System.Reflection;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests;

/// <summary>docs/api.md names every endpoint, error and setting that there is, and no other.</summary>
public sealed class ApiDocumentTests
{
    private static readonly string[] _lines = File.ReadAllLines(Path.Combine(BuiltProgram.Solution, "docs", "api.md"));

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
            FirstCells("| `GET /", "| `POST /", "| `PUT /", "| `DELETE /").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_of_problem_is_listed_with_its_status()
    {
        var types = typeof(ProblemType).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (ProblemType)field.GetValue(null)!)
            .Select(type => $"| `{type.Name}` | {type.Status} |");
        Assert.All(types, row => Assert.Contains(_lines, line => line.StartsWith(row, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_setting_is_listed()
    {
        var settings = SettingsOf<AuthenticationOptions>(AuthenticationOptions.Section).Concat(SettingsOf<HttpOptions>(HttpOptions.Section));
        var listed = FirstCells("| `Recofilm:").Select(name => name.Split(":<n>")[0]).Distinct();
        Assert.Equal(settings.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> SettingsOf<T>(string section) =>
        typeof(T).GetProperties().Select(property => $"{section}:{property.Name}");

    private static IEnumerable<string> FirstCells(params string[] starts) => _lines
        .Where(line => starts.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
        .Select(line => line.Split('`')[1]);
}
