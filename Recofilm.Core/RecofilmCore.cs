using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Movies;
using Recofilm.Core.Database.Ratings;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Serving;
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
    /// Read from it: <c>ConnectionStrings:Recofilm</c>, <c>Recofilm:Storage</c>, <c>Recofilm:Model</c> and
    /// <c>Recofilm:Training</c>.
    /// </param>
    public static IServiceCollection AddRecofilmCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddLogging();
        return services
            .AddDatabase(configuration)
            .AddRegistry(configuration)
            .AddServing(configuration)
            .AddTraining(configuration);
    }

    private static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<DatabaseOptions>()
            .Configure(options => options.ConnectionString = configuration[DatabaseOptions.Key]);
        return services
            .AddSingleton(provider =>
                RecofilmDataSource.Create(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString!))
            .AddSingleton<MovieStore>()
            .AddSingleton<UserStore>()
            .AddSingleton<UserHistoryStore>()
            .AddSingleton<RatingStore>()
            .AddSingleton<DismissalStore>()
            .AddSingleton<TrainingRunStore>();
    }

    private static IServiceCollection AddRegistry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section));
        return services
            .AddSingleton(provider =>
            {
                var storage = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
                return new BlobContainerClient(storage.ConnectionString, storage.Container);
            })
            .AddSingleton<ModelRegistry>()
            .AddSingleton<ModelRetention>();
    }

    private static IServiceCollection AddServing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<ModelServingOptions>().Bind(configuration.GetSection(ModelServingOptions.Section));
        return services
            .AddSingleton<ModelHolder>()
            .AddSingleton<Recommender>()
            .AddSingleton<ServingMetrics>()
            .AddSingleton<ModelRefresher>()
            .AddHostedService(provider => provider.GetRequiredService<ModelRefresher>());
    }

    private static IServiceCollection AddTraining(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<TrainingOptions>().Bind(configuration.GetSection(TrainingOptions.Section));
        return services
            .AddSingleton(provider => new ModelTrainer(
                new ModelOptions().On(provider.GetRequiredService<IOptions<TrainingOptions>>().Value.Threads)))
            .AddSingleton<TrainingDataReader>()
            .AddSingleton<TrainingDataSource>(provider => provider.GetRequiredService<TrainingDataReader>().ReadAsync)
            .AddSingleton<TrainingPipeline>();
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
