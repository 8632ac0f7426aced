using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Fitting;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Training;

/// <summary>An instance of the program, as far as training goes; several may share a database and a container.</summary>
internal sealed class TrainingInstance : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TrainingInstance(
        TestDatabase database, string storage, BlobContainerClient container, ModelOptions? options = null, int keepVersions = 10,
        IEnumerable<(string Key, string Value)>? settings = null, Action<IServiceCollection>? services = null)
    {
        var values = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Recofilm"] = database.ConnectionString,
            ["Recofilm:Storage:ConnectionString"] = storage,
            ["Recofilm:Storage:Container"] = container.Name,
            ["Recofilm:Training:Queue"] = $"{container.Name}-training",
            ["Recofilm:Training:LeaseDuration"] = "00:01:00",
            ["Recofilm:Training:KeepVersions"] = $"{keepVersions}",

            // How a few trees rank a few ratings is chance; that the gate looks at it is tested with the gate.
            ["Recofilm:Training:NdcgTolerance"] = "1",
        };
        foreach (var (key, value) in settings ?? [])
            values[key] = value;
        var collection = new ServiceCollection()
            .AddRecofilmCore(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddSingleton(new ModelTrainer(options ?? FastTraining.Options));
        services?.Invoke(collection);
        _services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public TrainingPipeline Pipeline => _services.GetRequiredService<TrainingPipeline>();

    public ModelRegistry Registry => _services.GetRequiredService<ModelRegistry>();

    public TrainingQueue Queue => _services.GetRequiredService<TrainingQueue>();

    public QueuedTrainings Trainings => _services.GetRequiredService<QueuedTrainings>();

    public OverdueTrainingWatch Watch => _services.GetRequiredService<OverdueTrainingWatch>();

    public LearningLoop Learning => _services.GetRequiredService<LearningLoop>();

    public PendingFeedback Feedback => _services.GetRequiredService<PendingFeedback>();

    public TrainingRunStore Runs => _services.GetRequiredService<TrainingRunStore>();

    public ModelRefresher Refresher => _services.GetRequiredService<ModelRefresher>();

    public ModelHolder Models => _services.GetRequiredService<ModelHolder>();

    public Task<TrainingResult> TrainAsync(
        Action<TrainingProgress>? observe = null, CancellationToken cancellationToken = default) =>
        Pipeline.RunAsync(TrainingTrigger.Timer, observe is null ? null : new Observer(observe), cancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class Observer(Action<TrainingProgress> observe) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => observe(value);
    }
}
