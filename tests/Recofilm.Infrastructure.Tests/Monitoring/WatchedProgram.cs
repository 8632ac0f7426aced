using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core;
using Recofilm.Core.Fitting;
using Recofilm.Core.Training;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>
/// The real program on a real database, with a model that was trained four days ago, and a real Prometheus that scrapes it.
/// </summary>
internal sealed class WatchedProgram : IAsyncDisposable
{
    private static readonly TimeSpan _age = TimeSpan.FromDays(4);

    private readonly ProgramSettings _settings;

    private WatchedProgram(
        TestDatabase database, ProgramSettings settings, string version, TestFunctionsHost host, PrometheusServer prometheus)
    {
        _settings = settings;
        (Database, FirstVersion, Host, Prometheus) = (database, version, host, prometheus);
    }

    public TestDatabase Database { get; }

    /// <summary>The model of four days ago.</summary>
    public string FirstVersion { get; }

    public TestFunctionsHost Host { get; }

    public PrometheusServer Prometheus { get; }

    /// <summary>Trains by a clock that is late, then starts the program, then Prometheus.</summary>
    /// <param name="postgres">Where its database is.</param>
    /// <param name="azurite">Where its models are.</param>
    /// <param name="prepare">Fills the database besides, knowing the model's version.</param>
    public static async Task<WatchedProgram> StartAsync(
        PostgresFixture postgres, AzuriteFixture azurite, Func<TestDatabase, string, Task>? prepare = null)
    {
        var database = await postgres.CreateDatabaseAsync();
        await TinyCatalog.LoadAsync(database);
        var container = await azurite.CreateContainerAsync();
        var settings = new ProgramSettings(database.ConnectionString, await azurite.GetConnectionStringAsync(), container.Name)
        {
            Variables = new Dictionary<string, string?>
            {
                // A handful of users stands for all.
                ["Recofilm__Drift__MinimumUsers"] = "2",
                ["Recofilm__Drift__RollbackStandardErrors"] = "100",
                // Every trained model serves; its quality does not matter here.
                ["Recofilm__Training__RmseTolerance"] = "1",
                ["Recofilm__Training__NdcgTolerance"] = "1",
            },
        };
        var version = await TrainAsync(settings, _age);
        if (prepare is not null)
            await prepare(database, version);
        var host = await TestFunctionsHost.StartAsync(
            new FunctionsHostSettings(BuiltProgram.Folder) { Variables = settings.HostVariables });
        try
        {
            return new WatchedProgram(database, settings, version, host, await PrometheusServer.StartAsync(host.Address));
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request as a user or nobody and returns the answer's status and body.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(
        string method, string path, string? json = null, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }

    /// <summary>Registers a user and logs in.</summary>
    public async Task<(int UserId, string Token)> RegisterAsync(bool isOperator = false)
    {
        var (_, user) = await SendAsync("POST", "/users");
        var id = user.GetProperty("user_id").GetInt32();
        if (isOperator)
            await Database.ExecuteAsync($"UPDATE users SET role = 'operator' WHERE user_id = {id}");
        var (_, login) = await SendAsync(
            "POST", "/login", $$"""{"user_id": {{id}}, "user_key": "{{user.GetProperty("user_key").GetString()}}"}""");
        return (id, login.GetProperty("access_token").GetString()!);
    }

    /// <summary>Runs a timer function as the Functions host does, and waits for the trainings that it asked for.</summary>
    public async Task RunAsync(string function)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var result = await Host.FireTimerAsync(function, cancellationToken: cancellation);
        Assert.True(result.Succeeded, result.Error);
        await Eventually.IsTrueAsync(
            () => Database.ScalarAsync<bool>("SELECT NOT EXISTS (SELECT FROM training_runs WHERE finished_at IS NULL)"),
            "every training has ended",
            cancellation);
        var published = await Database.ScalarAsync<string>(
            "SELECT model_version FROM training_runs WHERE status = 'published' ORDER BY finished_at DESC LIMIT 1");
        await Eventually.IsTrueAsync(
            async () => (await SendAsync("GET", "/")).Body.GetProperty("model_version").GetString() == published,
            $"version {published} is served",
            cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Prometheus.DisposeAsync();
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Trains now, outside of the program, on one rating more.</summary>
    public async Task TrainAsync()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO ratings (user_id, movie_id, rating, created_at) VALUES (1, 1, 4, now())
            ON CONFLICT (user_id, movie_id) DO UPDATE SET rating = 4, created_at = now()
            """);
        await TrainAsync(_settings, TimeSpan.Zero);
    }

    private static async Task<string> TrainAsync(ProgramSettings settings, TimeSpan age)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Recofilm"] = settings.Database,
            ["Recofilm:Storage:ConnectionString"] = settings.Storage,
            ["Recofilm:Storage:Container"] = settings.Container,
            ["Recofilm:Training:RmseTolerance"] = settings.Variables["Recofilm__Training__RmseTolerance"],
            ["Recofilm:Training:NdcgTolerance"] = settings.Variables["Recofilm__Training__NdcgTolerance"],
        }).Build();
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new LateTime(age))
            .AddRecofilmCore(configuration)
            .AddSingleton(new ModelTrainer(FastTraining.Options))
            .BuildServiceProvider();
        var result = await services.GetRequiredService<TrainingPipeline>().RunAsync(
            TrainingTrigger.Timer, progress: null, TestContext.Current.CancellationToken);
        Assert.Equal(TrainingStatus.Published, result.Status);
        return result.Version!.Value.ToString();
    }

    private sealed class LateTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - by;
    }
}
