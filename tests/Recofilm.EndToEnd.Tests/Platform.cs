using Recofilm.Core.Database.Import;
using Recofilm.Core.Sample;
using Recofilm.Testing;

namespace Recofilm.EndToEnd.Tests;

/// <summary>A database with movies and ratings and an empty model registry, on which a test starts programs.</summary>
public sealed class Platform : IAsyncDisposable
{
    private readonly List<HandlerProcess> _handlers = [];
    private readonly HandlerSettings _settings;

    private Platform(TestDatabase database, HandlerSettings settings)
    {
        Database = database;
        _settings = settings;
    }

    public TestDatabase Database { get; }

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

    /// <summary>Starts the published program as the Functions host does.</summary>
    public async Task<HandlerProcess> StartAsync()
    {
        var program = Path.Combine(await PublishedProgram.FolderAsync(), "Recofilm.Functions.dll");
        var handler = await HandlerProcess.StartAsync(_settings with { Program = program });
        _handlers.Add(handler);
        return handler;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var handler in _handlers)
            await handler.DisposeAsync();
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
        return new Platform(database, new HandlerSettings(
            database.ConnectionString, await azurite.GetConnectionStringAsync(), container.Name)
        {
            Variables = variables,
        });
    }
}
