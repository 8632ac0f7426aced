using System.Data.Common;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Npgsql;
using Recofilm.Cli.Packaging;
using Recofilm.Infrastructure.Tests.Bicep;
using Recofilm.Infrastructure.Tests.Database;
using Recofilm.LocalStack;
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
    public async Task The_package_has_the_built_functions_and_nothing_of_a_developer_s_machine()
    {
        var package = PackageCheck.Read(await BuiltPackage.ZipAsync());
        await using var zip = await ZipFile.OpenReadAsync(await BuiltPackage.ZipAsync(), Cancellation);
        var names = zip.Entries.Select(entry => entry.FullName).ToList();

        Assert.Equal(FunctionsMetadata.All.Select(function => function.Name), package.Functions);
        Assert.Contains(names, name => name.StartsWith(".azurefunctions/", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => Path.GetExtension(name) is ".pdb" or ".xml" or ".dbg"
            || Path.GetFileName(name) is "local.settings.json" or "appsettings.Development.json" or "web.config");
    }

    [Fact]
    public async Task The_host_reads_the_repository_s_host_json()
    {
        var host = await File.ReadAllTextAsync(Path.Combine(await BuiltPackage.UnpackedAsync(), "host.json"), Cancellation);

        Assert.Equal(Repository.Read("host.json"), host);
    }

    /// <summary>
    /// With the settings of the template and a quick training, by tokens of an identity, as a database role with the grants of
    /// infra/sql, and on storage without keys.
    /// </summary>
    [Fact]
    public async Task It_trains_and_serves_with_the_settings_and_rights_that_azure_gives_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The package is for Linux.");
        var folder = TemporaryFolder.Create("azure");
        try
        {
            var tls = SelfSignedCertificate.WriteTo(folder);
            await using var azurite = await Azurite.StartAsync(
                new AzuriteOptions(Path.Combine(folder, "azurite")) { Tls = tls }, Cancellation);
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

            await using var program = await ProgramProcess.StartAsync(settings);
            using var anonymous = await program.Client.GetAsync("/recommendations", Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
            using var stranger = await program.Client.PostAsJsonAsync("/users", new { }, Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
            await TrainAsync(database, program);
            using var list = await program.Client.GetAsync("/recommendations", Cancellation);
            Assert.Equal(HttpStatusCode.OK, list.StatusCode);

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

    // As an operator, whose token is signed under the name that the template gives the key.
    private static async Task TrainAsync(TestDatabase database, ProgramProcess program)
    {
        await database.ExecuteAsync("UPDATE users SET role = 'operator' WHERE user_id = 1");
        var token = TokenForge.Sign(
            """{"alg":"HS256","typ":"at+jwt","kid":"key-1"}""",
            TokenForge.Claims(TimeProvider.System.GetUtcNow(), userId: 1, role: "operator"), ProgramSettings.SigningKey);
        program.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var started = await program.Client.PostAsync("/models/retrain", content: null, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        await program.WaitForOutputAsync(
            line => line.Contains("ended Published", StringComparison.Ordinal), TimeSpan.FromMinutes(5));
        var start = Stopwatch.GetTimestamp();
        HttpStatusCode status;
        do
        {
            using var ready = await program.Client.GetAsync("/health/ready", Cancellation);
            status = ready.StatusCode;
        }
        while (status != HttpStatusCode.OK && Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    private async Task<ProgramSettings> SettingsAsync(
        TestDatabase database, Azurite azurite, IdentityEndpoint identity, string certificate)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = Role, Password = null };
        var known = new Dictionary<string, string?>
        {
            ["ConnectionStrings__Recofilm"] = connection.ConnectionString,
            ["Recofilm__Database__TokenScope"] = $"{DatabaseResource}/.default",
            ["Recofilm__Storage__Container"] = "models",
            ["Recofilm__Training__Queue"] = "recofilm-training",
            ["Recofilm__Storage__ClientId"] = ClientId,
            ["Recofilm__Authentication__SigningKeys__0__Key"] = ProgramSettings.SigningKey,
            ["Recofilm__Authentication__Pepper"] = ProgramSettings.Pepper,
            ["AZURE_CLIENT_ID"] = ClientId,
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] =
                "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://127.0.0.1:1/",
        };
        var storage = new DbConnectionStringBuilder { ConnectionString = azurite.ConnectionString };
        foreach (var service in (string[])["Blob", "Queue"])
        {
            if (storage.TryGetValue($"{service}Endpoint", out var address))
                known[$"Recofilm__Storage__{service}ServiceUri"] = (string)address;
        }

        // The tests' own way of starting sets these, and this template does not.
        var variables = new ProgramSettings("", "", "").Names.ToDictionary(name => name, string? (_) => null);
        foreach (var (name, value) in await AppSettingsAsync("prod"))
            variables[name] = known.GetValueOrDefault(name) ?? value;
        foreach (var (name, value) in identity.Variables)
            variables[name] = value;
        variables["AZURE_FUNCTIONS_ENVIRONMENT"] = "Production";
        variables["SSL_CERT_FILE"] = certificate;
        // Not a setting of the template: how well it trains is tested elsewhere.
        variables["Recofilm__Training__Quick"] = "true";
        return new ProgramSettings("", "", "")
        {
            Program = Path.Combine(await BuiltPackage.UnpackedAsync(), FunctionPackage.Program),
            Variables = variables,
        };
    }
}
