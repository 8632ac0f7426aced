using Microsoft.Extensions.DependencyInjection;
using Recofilm.Cli.Commands;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Datasets.Sample;
using Recofilm.Core.Registry;
using Recofilm.Core.Training;
using Recofilm.LocalStack;
using Spectre.Console;

namespace Recofilm.Cli.Up;

/// <summary>Prepares a local database for the program: loads data, trains a model, and creates users who can log in.</summary>
internal sealed class LocalData(IServiceProvider services, LocalState state, DatasetSource dataset, string database)
{
    private readonly UserKeys _keys = new(state.Pepper);
    private readonly UserStore _users = services.GetRequiredService<UserStore>();

    /// <summary>Runs the steps that earlier runs have not done for this data set.</summary>
    /// <exception cref="CommandException">The data cannot be loaded, or hold no rating.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!state.Datasets.TryGetValue(dataset.DatabaseName, out var loaded))
            loaded = new LoadedDataset();
        // The files of PostgreSQL may be gone where the rest of the state is not.
        if (loaded.Stamp != dataset.Stamp || await _users.FindFirstWithRatingsAsync(cancellationToken) is null)
        {
            await ImportAsync(cancellationToken);
            loaded.Stamp = dataset.Stamp;
            loaded.Trained = false;
            state.Datasets[dataset.DatabaseName] = loaded;
            state.Save();
        }

        if (!loaded.Trained || await services.GetRequiredService<ModelRegistry>().ReadChampionAsync(cancellationToken) is null)
        {
            await TrainAsync(cancellationToken);
            loaded.Trained = true;
            state.Save();
        }

        await EnsureUsersAsync(loaded, cancellationToken);
        state.Save();
    }

    /// <summary>Queues the full training while a first model serves; the program takes it from the queue and runs it.</summary>
    /// <returns>Whether a training was queued.</returns>
    public async Task<bool> ReplaceFirstModelAsync(CancellationToken cancellationToken)
    {
        var registry = services.GetRequiredService<ModelRegistry>();
        if (await registry.ReadChampionAsync(cancellationToken) is not { } champion
            || (await registry.ReadManifestAsync(champion.Version, cancellationToken)).Kind != TrainingKind.First.ToSnakeCase())
        {
            return false;
        }

        await services.GetRequiredService<TrainingQueue>().EnqueueAsync(TrainingTrigger.CommandLine, cancellationToken);
        return true;
    }

    private async Task ImportAsync(CancellationToken cancellationToken)
    {
        var path = dataset.Path ?? await WriteSampleAsync(cancellationToken);
        var report = await ImportCommand.RunAsync(database, path, new MovieLensOptions(), cancellationToken);
        Terminal.Error.WriteLine(
            $"Imported {report.Movies.Inserted:N0} movies and {report.Ratings.Inserted:N0} ratings "
            + $"of {report.Users.Inserted:N0} users.");
    }

    private async Task<string> WriteSampleAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(state.Folder, "sample");
        await SampleDataset.WriteAsync(folder, cancellationToken: cancellationToken);
        return folder;
    }

    private async Task TrainAsync(CancellationToken cancellationToken)
    {
        var pipeline = services.GetRequiredService<TrainingPipeline>();
        var trained = await TrainCommand.RunAsync(
            progress => pipeline.RunFirstAsync(TrainingTrigger.CommandLine, progress, cancellationToken));
        Terminal.Error.WriteLine(TrainCommand.Describe(trained));
    }

    /// <summary>Makes sure that a user with ratings and an operator have valid keys.</summary>
    private async Task EnsureUsersAsync(LoadedDataset loaded, CancellationToken cancellationToken)
    {
        if (!await CanLogInAsync(loaded.UserId, loaded.UserKey, cancellationToken))
        {
            loaded.UserId = await _users.FindFirstWithRatingsAsync(cancellationToken)
                ?? throw new CommandException($"the data set {dataset.Name} has no ratings.");
            loaded.UserKey = UserKeys.Create();
            await _users.SetKeyAsync(loaded.UserId, _keys.Hash(loaded.UserKey), cancellationToken);
        }

        if (!await CanLogInAsync(loaded.OperatorId, loaded.OperatorKey, cancellationToken))
        {
            loaded.OperatorKey = UserKeys.Create();
            loaded.OperatorId = await _users.CreateAsync(
                UserRole.Operator, _keys.Hash(loaded.OperatorKey), cancellationToken: cancellationToken);
        }
    }

    private async Task<bool> CanLogInAsync(int userId, string key, CancellationToken cancellationToken) =>
        userId > 0 && _keys.Matches(key, (await _users.FindAsync(userId, cancellationToken))?.KeyHash);
}
