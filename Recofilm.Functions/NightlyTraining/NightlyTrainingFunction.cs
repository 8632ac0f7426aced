using Recofilm.Core.Serving;
using Recofilm.Core.Training;
using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.NightlyTraining;

/// <summary>Learns from the day's ratings every night; returns when the new model serves or the champion was kept.</summary>
/// <param name="pipeline">The training.</param>
/// <param name="refresher">Lets this instance serve the new model at once.</param>
internal sealed class NightlyTrainingFunction(TrainingPipeline pipeline, ModelRefresher refresher) : ITimerFunction
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> RunAsync(bool isPastDue, CancellationToken cancellationToken)
    {
        var result = await pipeline.RunAsync(TrainingTrigger.Timer, progress: null, cancellationToken);
        await refresher.RefreshAsync(cancellationToken);
        return [$"Training {result.Status}, model {result.Version?.ToString() ?? "none"}: {result.Message}"];
    }
}
