using System.IO.Compression;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Workflows;

/// <summary>infra/hooks/smoke-test.sh, with a stand-in for az alone.</summary>
public sealed class SmokeTestTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    private const int Functions = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_passes_when_the_program_answers_and_all_functions_of_the_package_are_listed()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var program = await StartAsync(database);

        var (succeeded, output) = await RunAsync(program.Address, listed: Functions);

        Assert.True(succeeded, output);
        Assert.Contains($"lists all {Functions} functions", output, StringComparison.Ordinal);
        Assert.Contains("POST /login: 401", output, StringComparison.Ordinal);
        Assert.Contains("GET /recommendations: 401", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_fails_when_the_app_lists_fewer_functions_than_the_package_has()
    {
        var (succeeded, output) = await RunAsync(new Uri("http://127.0.0.1:1"), listed: Functions - 1);

        Assert.False(succeeded);
        Assert.Contains($"app lists {Functions - 1} functions; the package has {Functions}.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_take_the_host_s_own_refusal_for_the_program_s()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var host = builder.Build();
        host.MapGet("/recommendations", () => Results.StatusCode(StatusCodes.Status401Unauthorized));
        host.MapFallback("{*path}", () => Results.Json(new { reachable = true }));
        await host.StartAsync(Cancellation);

        var (succeeded, output) = await RunAsync(new Uri(host.Urls.Single()), listed: Functions);

        Assert.False(succeeded);
        Assert.Contains("GET /recommendations answered ; expected application/problem+json", output, StringComparison.Ordinal);
    }

    private async Task<ProgramProcess> StartAsync(TestDatabase database) => await ProgramProcess.StartAsync(
        new ProgramSettings(database.ConnectionString, await azurite.GetConnectionStringAsync(), "smoke-test"));

    private static async Task<(bool Succeeded, string Output)> RunAsync(Uri address, int listed)
    {
        var folder = TemporaryFolder.Create("smoke-test");
        try
        {
            var package = Path.Combine(folder, "package.zip");
            await using (var zip = await ZipFile.OpenAsync(package, ZipArchiveMode.Create, Cancellation))
            await using (var entry = await zip.CreateEntry(FunctionsMetadata.FileName).OpenAsync(Cancellation))
            await using (var metadata = new StreamWriter(entry))
                await metadata.WriteAsync($"[{string.Join(',', Enumerable.Repeat("{}", Functions))}]");
            var az = Path.Combine(folder, "az");
            await File.WriteAllTextAsync(az, $"#!/bin/sh\necho {listed}\n", Cancellation);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserExecute);

            var result = await CliWrap.Cli.Wrap(Repository.PathOf("infra/hooks/smoke-test.sh"))
                .WithArguments([package])
                .WithEnvironmentVariables(variables => variables
                    .Set("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}")
                    .Set("RECOFILM_RESOURCE_GROUP", "group").Set("RECOFILM_APP_NAME", "app")
                    .Set("RECOFILM_APP_URL", address.ToString().TrimEnd('/'))
                    .Set("RECOFILM_CHECK_ATTEMPTS", "2").Set("RECOFILM_CHECK_PAUSE", "0"))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(Cancellation);
            return (result.IsSuccess, result.StandardOutput + result.StandardError);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
