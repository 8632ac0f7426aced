using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Recofilm.Cli.Local;
using Recofilm.Cli.Packaging;
using Recofilm.Infrastructure.Tests.Bicep;
using Recofilm.Infrastructure.Tests.Database;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Packaging;

public sealed class PackageTests(PostgresFixture postgres, CompiledTemplates templates) : TemplateTest(templates)
{
    private const string Role = "id-recofilm-package";
    private const string ClientId = "99999999-8888-7777-6666-555555555555";
    private const string StorageResource = "https://storage.azure.com";
    private const string MonitorResource = "https://monitor.azure.com/";
    private const string DatabaseResource = "https://ossrdbms-aad.database.windows.net";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_package_is_what_functions_expects_and_no_more()
    {
        await using var zip = await ZipFile.OpenReadAsync(await BuiltPackage.ZipAsync(), Cancellation);
        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        var functions = Directory.EnumerateFiles(AppContext.BaseDirectory, "function.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(AppContext.BaseDirectory, file).Replace('\\', '/'));

        Assert.Contains("host.json", names);
        Assert.Equal(functions.Order(StringComparer.Ordinal), names.Where(name => name.EndsWith("/function.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains(names, name => name.StartsWith("wwwroot/", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => Path.GetExtension(name) is ".pdb" or ".xml" or ".dbg"
            || Path.GetFileName(name) is "local.settings.json" or "appsettings.Development.json" or "web.config");
        Assert.InRange(new FileInfo(await BuiltPackage.ZipAsync()).Length, 1, FunctionPackage.MaximumBytes);
    }

    [Fact]
    public async Task The_host_starts_an_executable_that_may_be_run()
    {
        var folder = await BuiltPackage.UnpackedAsync();
        var host = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "host.json"), Cancellation))!;
        var source = JsonNode.Parse(Repository.Read("host.json"))!;

        var description = host["customHandler"]!["description"]!.AsObject();
        Assert.Equal(FunctionPackage.Executable, description["defaultExecutablePath"]!.ToString());
        Assert.Single(description);
        Assert.Equal("dotnet", source.Text("customHandler", "description", "defaultExecutablePath"));
        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(Path.Combine(folder, FunctionPackage.Executable)).HasFlag(UnixFileMode.UserExecute | UnixFileMode.OtherExecute));
        host["customHandler"]!.AsObject().Remove("description");
        source["customHandler"]!.AsObject().Remove("description");
        Assert.True(JsonNode.DeepEquals(source, host));
    }

    /// <summary>
    /// With exactly the settings of the template, by tokens of an identity, as a database role with the grants of
    /// infra/sql, on storage without keys, and without a .NET to fall back on.
    /// </summary>
    [Fact]
    public async Task It_trains_and_serves_with_the_settings_and_rights_that_azure_gives_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The package is for Linux.");
        var folder = TemporaryFolder.Create("azure");
        try
        {
            var tls = SelfSignedCertificate.WriteTo(folder);
            await using var azurite = await Azurite.StartAsync(new AzuriteOptions(Path.Combine(folder, "azurite")) { Tls = tls }, Cancellation);
            await using var database = await postgres.CreateDatabaseAsync();
            await TinyCatalog.LoadAsync(database);
            var databaseToken = EntraToken.For(DatabaseResource, IdentityEndpoint.Expires);
            await database.ExecuteAsync($"CREATE ROLE \"{Role}\" LOGIN PASSWORD '{databaseToken}'");
            await database.ExecuteAsync(RoleSql.Read("grant-app-role.sql", new Dictionary<string, string> { ["role"] = Role }));
            await using var identity = await IdentityEndpoint.StartAsync(new Dictionary<string, string>
            {
                [StorageResource] = EntraToken.For(StorageResource, IdentityEndpoint.Expires),
                [DatabaseResource] = databaseToken,
                [MonitorResource] = EntraToken.For(MonitorResource, IdentityEndpoint.Expires),
            });
            var settings = await SettingsAsync(database, azurite, identity, tls.Certificate);

            await using var handler = await HandlerProcess.StartAsync(settings);
            using var trained = await TimerHost.InvokeAsync(handler, "nightly_training");
            var report = await trained.Content.ReadAsStringAsync(Cancellation);
            Assert.True(trained.StatusCode == HttpStatusCode.OK && report.Contains("Published", StringComparison.Ordinal), report);
            using var ready = await handler.Client.GetAsync("/health/ready", Cancellation);
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            using var anonymous = await handler.Client.GetAsync("/recommendations", Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
            using var stranger = await handler.Client.PostAsJsonAsync("/users", new { }, Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);

            Assert.Equal(
                [DatabaseResource, StorageResource],
                identity.Asked.Select(request => request.Resource).Distinct().Except([MonitorResource]).Order());
            Assert.All(identity.Asked, request => Assert.Equal(ClientId, request.ClientId));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<HandlerSettings> SettingsAsync(
        TestDatabase database, Azurite azurite, IdentityEndpoint identity, string certificate)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = Role, Password = null };
        var known = new Dictionary<string, string?>
        {
            ["ConnectionStrings__Recofilm"] = connection.ConnectionString,
            ["Recofilm__Database__TokenScope"] = $"{DatabaseResource}/.default",
            ["Recofilm__Storage__ServiceUri"] = azurite.BlobServiceUri.ToString(),
            ["Recofilm__Storage__Container"] = "models",
            ["Recofilm__Authentication__SigningKeys__0__Key"] = HandlerSettings.SigningKey,
            ["Recofilm__Authentication__Pepper"] = HandlerSettings.Pepper,
            ["AZURE_CLIENT_ID"] = ClientId,
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] =
                "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://127.0.0.1:1/",
        };
        // What the tests' own way of starting sets, and this template does not.
        var variables = new HandlerSettings("", "", "").Names.ToDictionary(name => name, string? (_) => null);
        foreach (var (name, value) in await AppSettingsAsync("prod"))
            variables[name] = known.GetValueOrDefault(name) ?? value;
        foreach (var (name, value) in identity.Variables)
            variables[name] = value;
        variables["AZURE_FUNCTIONS_ENVIRONMENT"] = "Production";
        variables["SSL_CERT_FILE"] = certificate;
        variables["DOTNET_ROOT"] = "/nonexistent";
        variables["PATH"] = "/usr/bin:/bin";
        return new HandlerSettings("", "", "")
        {
            Program = Path.Combine(await BuiltPackage.UnpackedAsync(), FunctionPackage.Executable),
            Variables = variables,
        };
    }
}
