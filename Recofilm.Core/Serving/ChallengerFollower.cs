using Azure;
using Microsoft.Extensions.Logging;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Serving;

/// <summary>
/// Serves the model that <c>challenger.json</c> names to its share of the users. If anything fails, the champion serves these
/// users, so that an experiment never fails a request.
/// </summary>
public sealed partial class ChallengerFollower(
    ModelRegistry registry, ModelHolder holder, SnapshotLoader loader, ILogger<ChallengerFollower> logger)
{
    private ETag? _followed;

    /// <summary>Checks whether the experiment has changed. Only one caller at a time may call it.</summary>
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
            if (pointer is null || pointer.Version == holder.Champion?.Version)
                holder.RemoveChallenger();
            else
                holder.SetChallenger(pointer, await LeaseAsync(pointer.Version, cancellationToken));
            _followed = state;
            if (pointer is null)
                LogEnded();
            else
                LogFollowed(pointer.Version, pointer.Share);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // A version's blobs never change, so a damaged one is not downloaded again at every poll.
            if (exception is ModelDamagedException or ModelNotFoundException or UnreadablePointerException)
            {
                _followed = state;
                holder.RemoveChallenger();
            }

            LogFailure(exception);
        }
    }

    // A change of the share alone needs no download.
    private async Task<ModelLease> LeaseAsync(ModelVersion version, CancellationToken cancellationToken) =>
        holder.Challenger?.Model is { } model && model.Version == version && model.TryLease(out var lease)
            ? lease
            : await loader.LoadAsync(version, cancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "Challenger: {Version}, for a share of {Share:P0} of the users.")]
    private partial void LogFollowed(ModelVersion version, double share);

    [LoggerMessage(Level = LogLevel.Information, Message = "There is no experiment; the champion serves all users.")]
    private partial void LogEnded();

    [LoggerMessage(Level = LogLevel.Error, Message = "The challenger could not be loaded; the champion serves its users.")]
    private partial void LogFailure(Exception exception);
}
