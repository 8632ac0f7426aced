using Azure;
using Microsoft.Extensions.Logging;
using Recofilm.Core.Artifacts;

namespace Recofilm.Core.Serving;

/// <summary>
/// Keeps the model on trial that which <c>challenger.json</c> names. Whatever fails leaves its users with the champion: a trial
/// is never worth a failed request.
/// </summary>
/// <param name="registry">Knows the challenger.</param>
/// <param name="holder">Serves it.</param>
/// <param name="loader">Loads it.</param>
/// <param name="logger">Told of what changes and what fails.</param>
public sealed partial class ChallengerFollower(
    ModelRegistry registry, ModelHolder holder, SnapshotLoader loader, ILogger<ChallengerFollower> logger)
{
    private ETag? _followed;

    /// <summary>Looks whether the trial has changed. Not for several callers at a time.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        ETag? state = null;
        try
        {
            state = await registry.ReadChallengerETagAsync(cancellationToken);
            if (state == _followed)
                return;
            var pointer = state is null ? null : await registry.ReadChallengerAsync(cancellationToken);
            holder.Challenger = pointer is null || pointer.Version == holder.Current?.Version
                ? null
                : new Challenger(pointer, await ModelOfAsync(pointer.Version, cancellationToken));
            _followed = state;
            LogFollowed(pointer?.Version, pointer?.Share ?? 0);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // A version's blobs never change: one found damaged is not downloaded again at every poll.
            if (exception is InvalidDataException or ModelNotFoundException)
            {
                _followed = state;
                holder.Challenger = null;
            }

            LogFailure(exception);
        }
    }

    // Another share of the users for the same version needs no download.
    private async Task<ModelSnapshot> ModelOfAsync(ModelVersion version, CancellationToken cancellationToken) =>
        holder.Challenger?.Model is { } model && model.Version == version ? model : await loader.LoadAsync(version, cancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "Challenger: {Version}, for a share of {Share:P0} of the users.")]
    private partial void LogFollowed(ModelVersion? version, double share);

    [LoggerMessage(Level = LogLevel.Error, Message = "The challenger could not be loaded; the champion serves its users.")]
    private partial void LogFailure(Exception exception);
}
