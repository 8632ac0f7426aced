using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core;
using Recofilm.Core.Database.Import;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Datasets.Sample;
using Recofilm.Core.Fitting;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Browser.Tests;

/// <summary>
/// The program with the sample's movies and users, as <c>recofilm up</c> starts it, with two quickly trained versions of
/// its model; and a browser. One of each for all tests.
/// </summary>
public sealed class Site : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly AzuriteFixture _azurite = new();
    private TestDatabase? _database;
    private ProgramProcess? _handler;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public TestDatabase Database => _database!;

    public ProgramProcess Handler => _handler!;

    public ProgramSettings Settings { get; private set; } = null!;

    /// <summary>Somebody with ratings.</summary>
    public Person Viewer { get; private set; } = null!;

    /// <summary>A person who may change models.</summary>
    public Person Operator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // Other tests may keep the machine busy.
        Assertions.SetDefaultExpectTimeout(20_000);
        var browser = StartBrowserAsync();
        _database = await _postgres.CreateDatabaseAsync();
        await ImportAsync();
        Viewer = await PersonAsync(userId: 1);
        Operator = await PersonAsync(await new UserStore(Database.Connections).CreateAsync(UserRole.Operator, keyHash: null));
        var container = await _azurite.CreateContainerAsync();
        Settings = new ProgramSettings(Database.ConnectionString, await _azurite.GetConnectionStringAsync(), container.Name)
        {
            Variables = new Dictionary<string, string?>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["Recofilm__Authentication__AllowLoginByUserIdAlone"] = "true",
                ["Recofilm__Website__SimulatedRatings"] = "true",
                ["Recofilm__Training__EvaluationRatings"] = "10000",
            },
        };
        await TrainAsync(container, FastTraining.Options);
        await TrainAsync(container, FastTraining.Options with { Svd = FastTraining.Options.Svd with { Samples = 6 } });
        _handler = await ProgramProcess.StartAsync(Settings);
        await browser;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_handler is not null)
            await _handler.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
        await _azurite.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    /// <summary>
    /// Somebody opens the page, and does something there; no visit may leave an error in the browser's console.
    /// </summary>
    /// <param name="journey">What they do.</param>
    /// <param name="look">How they see the page.</param>
    /// <param name="address">Where the program listens, if it is not the one of all tests.</param>
    public async Task VisitAsync(Func<Visit, Task> journey, Look? look = null, Uri? address = null)
    {
        look ??= new Look();
        await using var context = await _browser!.NewContextAsync(look.Options(address ?? Handler.Address));
        await context.AddInitScriptAsync(Visit.Observer);
        var visit = new Visit(await context.NewPageAsync());
        try
        {
            await journey(visit);
        }
        catch
        {
            await visit.PictureAsync($"failed {TestContext.Current.Test?.TestDisplayName}");
            throw;
        }

        Assert.Empty(visit.Faults);
    }

    /// <summary>A new user, who has not rated anything.</summary>
    public async Task<Person> RegisterAsync() =>
        await PersonAsync(await new UserStore(Database.Connections).CreateAsync(UserRole.User, keyHash: null));

    private async Task<Person> PersonAsync(int userId)
    {
        var person = new Person(userId, UserKeys.Create());
        await new UserStore(Database.Connections).SetKeyAsync(userId, new UserKeys(ProgramSettings.Pepper).Hash(person.UserKey));
        return person;
    }

    private async Task StartBrowserAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
    }

    private async Task ImportAsync()
    {
        var folder = TemporaryFolder.Create("sample");
        try
        {
            await SampleDataset.WriteAsync(folder, new SampleOptions { Users = 300 });
            await new MovieLensImporter(Database.DataSource, TimeProvider.System).ImportAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task TrainAsync(BlobContainerClient container, ModelOptions options)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Recofilm"] = Database.ConnectionString,
            ["Recofilm:Storage:ConnectionString"] = await _azurite.GetConnectionStringAsync(),
            ["Recofilm:Storage:Container"] = container.Name,
            ["Recofilm:Training:EvaluationRatings"] = "10000",
            // The second version is to serve after the first, whatever a few ratings say of it.
            ["Recofilm:Training:RmseTolerance"] = "1",
            ["Recofilm:Training:NdcgTolerance"] = "1",
        }).Build();
        await using var services = new ServiceCollection()
            .AddRecofilmCore(configuration)
            .AddSingleton(new ModelTrainer(options))
            .BuildServiceProvider();
        var result = await services.GetRequiredService<TrainingPipeline>().RunAsync(TrainingTrigger.Timer);
        Assert.Equal(TrainingStatus.Published, result.Status);
    }
}

/// <summary>Somebody who may sign in.</summary>
public sealed record Person(int UserId, string UserKey);
