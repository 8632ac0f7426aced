using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Movies;
using Recofilm.Core.Database.Ratings;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Learning;
using Recofilm.Core.Online;
using Recofilm.Core.Serving;
using Recofilm.Core.Tracking;
using Recofilm.Core.Training;

namespace Recofilm.Core;

/// <summary>Registers everything below HTTP and the command line.</summary>
public static class RecofilmCore
{
    /// <summary>
    /// Adds the database, the model registry, serving and training. A host that starts also keeps its model current; wrong
    /// settings stop it from starting, with a message for each.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configuration">
    /// Read from it: <c>ConnectionStrings:Recofilm</c>, <c>Recofilm:Database</c>, <c>Recofilm:Storage</c>,
    /// <c>Recofilm:Model</c>, <c>Recofilm:ServedLists</c>, <c>Recofilm:Training</c>, <c>Recofilm:Feedback</c>,
    /// <c>Recofilm:Drift</c>, <c>Recofilm:Mlflow</c> and the settings of MLflow's clients.
    /// </param>
    public static IServiceCollection AddRecofilmCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddLogging();
        // One identity for everything, so that its tokens are fetched and kept once; made when a setting first asks for it.
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        return services
            .AddDatabase(configuration)
            .AddRegistry(configuration)
            .AddServing(configuration)
            .AddOnline(configuration)
            .AddTraining(configuration)
            .AddLearning(configuration)
            .AddTracking(configuration);
    }

    private static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<DatabaseOptions>()
            .Bind(configuration.GetSection(DatabaseOptions.Section))
            .Configure(options => options.ConnectionString = configuration[DatabaseOptions.Key]);
        return services
            .AddSingleton(provider => new TokenPassword(
                provider.GetRequiredService<TokenCredential>(),
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.TokenScope!,
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(OpenDatabase)
            .AddSingleton<MovieStore>()
            .AddSingleton<CatalogStore>()
            .AddSingleton<UserStore>()
            .AddSingleton<SampleUserStore>()
            .AddSingleton<UserHistoryStore>()
            .AddSingleton<RatingStore>()
            .AddSingleton<RatingBatchStore>()
            .AddSingleton<DismissalStore>()
            .AddSingleton<TrainingRunStore>();
    }

    private static NpgsqlDataSource OpenDatabase(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var password = options.TokenScope is null ? null : provider.GetRequiredService<TokenPassword>();
        return RecofilmDataSource.Create(options.ConnectionString!, password, options.MaxConnections);
    }

    private static IServiceCollection AddRegistry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section));
        services.TryAddSingleton<BlobClientOptions>();
        return services
            .AddSingleton(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value.OpenContainer(
                provider.GetRequiredService<TokenCredential>, provider.GetRequiredService<BlobClientOptions>()))
            .AddSingleton<ModelRegistry>()
            .AddSingleton<ModelRetention>()
            .AddSingleton<ModelTrial>();
    }

    private static IServiceCollection AddServing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<ModelServingOptions>().Bind(configuration.GetSection(ModelServingOptions.Section));
        return services
            .AddSingleton<ModelHolder>()
            .AddSingleton<RecommendationMetrics>()
            .AddSingleton<Recommender>()
            // Trying a model is no list for anybody: it is not counted.
            .AddSingleton(provider => new SnapshotLoader(
                provider.GetRequiredService<ModelRegistry>(), new Recommender(provider.GetRequiredService<TimeProvider>())))
            .AddSingleton<ChallengerFollower>()
            .AddSingleton<ServingMetrics>()
            .AddSingleton<ModelRefresher>()
            .AddHostedService(provider => provider.GetRequiredService<ModelRefresher>());
    }

    private static IServiceCollection AddOnline(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<ServedListOptions>().Bind(configuration.GetSection(ServedListOptions.Section));
        return services
            .AddSingleton<OnlineMetrics>()
            .AddSingleton<ServedLists>()
            .AddSingleton<ServedListStore>()
            .AddSingleton<ServedListHistory>()
            .AddSingleton<EventStore>()
            .AddSingleton<RecentEvents>()
            .AddSingleton<OnlineMeasures>()
            .AddHostedService<ServedListWriter>();
    }

    private static IServiceCollection AddTraining(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<TrainingOptions>().Bind(configuration.GetSection(TrainingOptions.Section));
        return services
            .AddSingleton(provider => new ModelTrainer(
                new ModelOptions().On(provider.GetRequiredService<IOptions<TrainingOptions>>().Value.Threads)))
            .AddSingleton<TrainingDataReader>()
            .AddSingleton<TrainingDataSource>(provider => provider.GetRequiredService<TrainingDataReader>().ReadAsync)
            .AddSingleton<TrainingTelemetry>()
            .AddSingleton<TrainingPipeline>();
    }

    private static IServiceCollection AddLearning(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<FeedbackOptions>().Bind(configuration.GetSection(FeedbackOptions.Section));
        services.AddValidated<DriftOptions>().Bind(configuration.GetSection(DriftOptions.Section));
        return services
            .AddSingleton<PendingFeedback>()
            .AddSingleton<VersionRecords>()
            .AddSingleton<TrialReports>()
            .AddSingleton<RollbackStore>()
            .AddSingleton<LearningMetrics>()
            .AddSingleton<ChampionWatch>()
            .AddSingleton<DriftWatch>()
            .AddSingleton<LearningLoop>();
    }

    private static IServiceCollection AddTracking(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<MlflowOptions>()
            .Bind(configuration.GetSection(MlflowOptions.Section))
            .Configure(options => options.ReadClientSettings(configuration));
        // What goes wrong is logged once, by the tracker.
        services.AddHttpClient(TrainingTracker.ClientName).RemoveAllLoggers();
        return services.AddSingleton<TrackingMetrics>().AddSingleton<TrainingTracker>();
    }

    private static OptionsBuilder<T> AddValidated<T>(this IServiceCollection services)
        where T : class, IValidatedOptions
    {
        services.AddSingleton<IValidateOptions<T>, OptionsValidation<T>>();
        return services.AddOptions<T>().ValidateOnStart();
    }

    private sealed class OptionsValidation<T> : IValidateOptions<T>
        where T : class, IValidatedOptions
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            string[] problems = [.. options.Problems()];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
