using System.Diagnostics;
using Recofilm.Core.Database.Import;
using Recofilm.Core.Datasets.Sample;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.EndToEnd.Tests;

/// <summary>A database with movies and ratings and an empty model registry, on which a test starts programs.</summary>
public sealed class Platform : IAsyncDisposable
{
    private readonly List<TestFunctionsHost> _hosts = [];
    private readonly ProgramSettings _settings;

    private Platform(TestDatabase database, ProgramSettings settings)
    {
        Database = database;
        _settings = settings;
    }

    public TestDatabase Database { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// Imports MovieLens' small data set when it is beside the checkout, else the sample; either with about 200 users, on
    /// which training takes a third of the time.
    /// </summary>
    public static async Task<Platform> WithRealDataAsync(PostgresFixture postgres, AzuriteFixture azurite)
    {
        if (MovieLens.Folder is not { } folder)
            return await WithSampleAsync(postgres, azurite, new SampleOptions { Users = 200 });
        var platform = await CreateAsync(postgres, azurite, folder);
        await platform.Database.ExecuteAsync("DELETE FROM ratings WHERE user_id % 3 <> 0");
        return platform;
    }

    /// <summary>Imports the sample, which trains faster.</summary>
    public static async Task<Platform> WithSampleAsync(
        PostgresFixture postgres, AzuriteFixture azurite, SampleOptions options, params (string Name, string Value)[] settings)
    {
        var folder = TemporaryFolder.Create("sample");
        try
        {
            await SampleDataset.WriteAsync(folder, options);
            return await CreateAsync(postgres, azurite, folder, settings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Starts the published program behind a Functions host.</summary>
    /// <param name="trains">Whether it takes messages, so that trainings may run there.</param>
    /// <param name="visibility">How long the message of a training stays hidden whose host died; ten minutes by default.</param>
    public async Task<TestFunctionsHost> StartAsync(bool trains = true, TimeSpan? visibility = null)
    {
        var settings = new FunctionsHostSettings(await PublishedProgram.FolderAsync())
        {
            Variables = _settings.HostVariables,
            PollsQueues = trains,
        };
        var host = await TestFunctionsHost.StartAsync(
            visibility is { } hidden ? settings with { MessageVisibility = hidden } : settings, Cancellation);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Starts a Functions host in a process of its own, which writes the program's process identifier.</summary>
    public async Task<Process> StartHostProcessAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { BuiltProgram.Of("tests", "Recofilm.HostProcess"), await PublishedProgram.FolderAsync() },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in _settings.HostVariables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static async Task<Platform> CreateAsync(
        PostgresFixture postgres, AzuriteFixture azurite, string dataset, params (string Name, string Value)[] settings)
    {
        var database = await postgres.CreateDatabaseAsync();
        await new MovieLensImporter(database.DataSource, TimeProvider.System).ImportAsync(dataset);
        var container = await azurite.CreateContainerAsync();
        var variables = new Dictionary<string, string?>
        {
            ["Recofilm__Training__LeaseDuration"] = "00:00:15",

            // How well the models do is tested elsewhere; here a few users suffice, whose lists tell little.
            ["Recofilm__Training__EvaluationRatings"] = "10000",
            ["Recofilm__Training__NdcgTolerance"] = "1",
        };
        foreach (var (name, value) in settings)
            variables[name] = value;
        return new Platform(database, new ProgramSettings(
            database.ConnectionString, await azurite.GetConnectionStringAsync(), container.Name)
        {
            Variables = variables,
        });
    }
}
