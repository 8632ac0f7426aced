using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.BlobImports;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database;
using Recofilm.Core.Database.BlobImports;
using Recofilm.Core.Database.Bulk;
using Recofilm.Core.Database.Exports;
using Recofilm.Core.Database.Movies;
using Recofilm.Core.Database.Ratings;
using Recofilm.Core.Database.Services;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Exports;
using Recofilm.Core.Feedback;
using Recofilm.Core.Fitting;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Ratings;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Core.Tracking;
using Recofilm.Core.Training;
using Recofilm.Core.Webhooks;

namespace Recofilm.Core;

/// <summary>Registers everything below HTTP and the command line.</summary>
public static class RecofilmCore
{
    /// <summary>
    /// Adds the database, the model registry, serving and training. A host that starts also keeps its model current and asks
    /// for trainings that are overdue; wrong settings stop it from starting, with a message for each.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configuration">
    /// Read from it: <c>ConnectionStrings:Recofilm</c>, <c>Recofilm:Database</c>, <c>Recofilm:Storage</c>,
    /// <c>Recofilm:Model</c>, <c>Recofilm:Catalog</c>, <c>Recofilm:ServedLists</c>, <c>Recofilm:Training</c>,
    /// <c>Recofilm:Feedback</c>,
    /// <c>Recofilm:Drift</c>, <c>Recofilm:Mlflow</c> and the settings of MLflow's clients.
    /// </param>
    public static IServiceCollection AddRecofilmCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddLogging();
        // One identity for everything, so that its tokens are fetched and kept once; created when a setting first needs it.
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        return services
            .AddDatabase(configuration)
            .AddRegistry(configuration)
            .AddServing(configuration)
            .AddOnline(configuration)
            .AddTraining(configuration)
            .AddLearning(configuration)
            .AddTracking(configuration)
            .AddWebhooks(configuration);
    }

    private static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<DatabaseOptions>(configuration, DatabaseOptions.Section, nameof(DatabaseOptions.ConnectionString))
            .Configure(options => options.ConnectionString = configuration[DatabaseOptions.Key]);
        return services
            .AddSingleton(provider => new TokenPassword(
                provider.GetRequiredService<TokenCredential>(),
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.TokenScope!,
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => OpenDatabase(provider, RecofilmDataSource.Create))
            .AddKeyedSingleton(RecofilmDataSource.Bulk, (provider, _) => OpenDatabase(provider, RecofilmDataSource.CreateBulk))
            .AddSingleton<AdmissionMetrics>()
            .AddSingleton(provider => new ConnectionAdmission(
                provider.GetRequiredService<NpgsqlDataSource>(),
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
                provider.GetRequiredService<AdmissionMetrics>()))
            .AddSingleton<MovieStore>()
            .AddSingleton<MovieAudienceStore>()
            .AddSingleton<CatalogStore>()
            .AddSingleton<UserStore>()
            .AddSingleton<UserDirectory>()
            .AddSingleton<UserExportReader>()
            .AddSingleton<ServiceStore>()
            .AddSingleton<BulkImporter>()
            .AddSingleton<CatalogStateReader>()
            .AddSingleton<SampleUserStore>()
            .AddSingleton<UserHistoryStore>()
            .AddSingleton<UserHistoryBatchReader>()
            .AddSingleton<UserLookup>()
            .AddSingleton<RatingStore>()
            .AddSingleton<RatingBatchStore>()
            .AddSingleton<DismissalStore>()
            .AddSingleton<TrainingRunStore>()
            .AddSingleton<QueuedRunStore>()
            .AddSingleton<ExportStore>()
            .AddSingleton<ImportStore>();
    }

    private static NpgsqlDataSource OpenDatabase(
        IServiceProvider provider, Func<string, TokenPassword?, DatabaseOptions?, NpgsqlDataSource> open)
    {
        var options = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var password = options.TokenScope is null ? null : provider.GetRequiredService<TokenPassword>();
        return open(options.ConnectionString!, password, options);
    }

    private static IServiceCollection AddRegistry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<StorageOptions>(configuration, StorageOptions.Section);
        services.TryAddSingleton<BlobClientOptions>();
        return services
            .AddSingleton(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value.OpenContainer(
                provider.GetRequiredService<TokenCredential>, provider.GetRequiredService<BlobClientOptions>()))
            .AddSingleton<ModelRegistry>()
            .AddSingleton<ModelRetention>()
            .AddSingleton<Experiment>();
    }

    private static IServiceCollection AddServing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ModelServingOptions>(configuration, ModelServingOptions.Section);
        services.AddSettings<CatalogOptions>(configuration, CatalogOptions.Section);
        return services
            .AddSingleton<ModelHolder>()
            .AddSingleton<RecommendationMetrics>()
            .AddSingleton<Recommender>()
            .AddSingleton<MovieMaps>()
            // The canary's lists are not counted in the metrics.
            .AddSingleton(provider => new SnapshotLoader(
                provider.GetRequiredService<ModelRegistry>(), new Recommender(provider.GetRequiredService<TimeProvider>())))
            .AddSingleton<ChallengerFollower>()
            .AddSingleton<ServingMetrics>()
            .AddSingleton<LiveCatalog>()
            .AddHostedService(provider => provider.GetRequiredService<LiveCatalog>())
            .AddSingleton<ModelRefresher>()
            .AddHostedService(provider => provider.GetRequiredService<ModelRefresher>());
    }

    private static IServiceCollection AddOnline(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ImpressionOptions>(configuration, ImpressionOptions.Section);
        return services
            .AddSingleton<OnlineMetrics>()
            .AddSingleton<Impressions>()
            .AddSingleton<ImpressionStore>()
            .AddSingleton<ImpressionHistory>()
            .AddSingleton<ImpressionRetention>()
            .AddSingleton<EventStore>()
            .AddSingleton<PendingEventStore>()
            .AddSingleton<PendingEventJoiner>()
            .AddHostedService(provider => provider.GetRequiredService<PendingEventJoiner>())
            .AddSingleton<OnlineMeasures>()
            .AddHostedService<ImpressionWriter>();
    }

    private static IServiceCollection AddTraining(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<TrainingOptions>(configuration, TrainingOptions.Section);
        services.TryAddSingleton<QueueClientOptions>();
        return services
            .AddSingleton(provider => new ModelTrainer(
                OptionsOf(provider.GetRequiredService<IOptions<TrainingOptions>>().Value)))
            .AddSingleton<TrainingDataReader>()
            .AddSingleton<TrainingDataSource>(provider => provider.GetRequiredService<TrainingDataReader>().ReadAsync)
            .AddSingleton<TrainingTelemetry>()
            .AddSingleton<TrainingPipeline>()
            .AddSingleton(OpenQueues)
            .AddSingleton<TrainingQueue>()
            .AddSingleton<QueuedTrainings>()
            .AddSingleton<OverdueTrainingWatch>()
            .AddHostedService(provider => provider.GetRequiredService<OverdueTrainingWatch>())
            .AddSingleton<ListExporter>()
            .AddSingleton<ExportQueue>()
            .AddSingleton<QueuedExports>()
            .AddSingleton<ImportQueue>()
            .AddSingleton<QueuedImports>();
    }

    private static ModelOptions OptionsOf(TrainingOptions training)
    {
        var models = new ModelOptions().On(training.Threads);
        return training.Quick ? models.Quick() : models;
    }

    private static QueueServiceClient OpenQueues(IServiceProvider provider)
    {
        var client = provider.GetRequiredService<QueueClientOptions>();
        client.MessageDecodingFailed += TrainingQueue.BuryUndecodableAsync;
        return provider.GetRequiredService<IOptions<StorageOptions>>().Value.OpenQueues(
            provider.GetRequiredService<TokenCredential>, client);
    }

    private static IServiceCollection AddLearning(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<FeedbackOptions>(configuration, FeedbackOptions.Section);
        services.AddSettings<DriftOptions>(configuration, DriftOptions.Section);
        return services
            .AddSingleton<PendingFeedback>()
            .AddSingleton<ExperimentReports>()
            .AddSingleton<RollbackStore>()
            .AddSingleton<ActivationLog>()
            .AddSingleton<LearningMetrics>()
            .AddSingleton<ChampionWatch>()
            .AddSingleton<DriftWatch>()
            .AddSingleton<LearningLoop>();
    }

    private static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<WebhookOptions>(configuration, WebhookOptions.Section);
        services.Configure<KnownSettings>(known => known.Add<WebhookEndpointOptions>($"{WebhookOptions.Section}:Endpoints:<n>"));
        // A delivery that fails is recorded with its reason.
        services.AddHttpClient(WebhookSender.ClientName).RemoveAllLoggers();
        return services.AddSingleton<WebhookStore>().AddHostedService<WebhookSender>();
    }

    private static IServiceCollection AddTracking(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<MlflowOptions>(configuration, MlflowOptions.Section)
            .Configure(options => options.ReadClientSettings(configuration));
        // The tracker logs each error once.
        services.AddHttpClient(TrainingTracker.ClientName).RemoveAllLoggers();
        return services.AddSingleton<TrackingMetrics>().AddSingleton<TrainingTracker>();
    }
}
