using Recofilm.Core.Online;
using Recofilm.Core.Serving;
using Recofilm.Core.Training;

namespace Recofilm.Core.Learning;

/// <summary>
/// Looks at what users do: rolls a bad champion back, trains in full when they do otherwise than they did, and trains
/// partially when they have said enough that is new.
/// </summary>
/// <param name="champion">Rolls back.</param>
/// <param name="drift">Knows whether users do otherwise.</param>
/// <param name="feedback">Counts what is new.</param>
/// <param name="measures">What is shown to whoever watches.</param>
/// <param name="metrics">Shows it.</param>
/// <param name="pipeline">Trains.</param>
/// <param name="refresher">Lets this instance serve a new champion at once.</param>
public sealed class LearningLoop(
    ChampionWatch champion,
    DriftWatch drift,
    PendingFeedback feedback,
    OnlineMeasures measures,
    LearningMetrics metrics,
    TrainingPipeline pipeline,
    ModelRefresher refresher)
{
    /// <summary>Looks, and does what is due.</summary>
    /// <returns>What was found and done, in sentences.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken = default)
    {
        var lines = new List<string>();
        var rollback = await champion.LookAsync(cancellationToken);
        if (rollback is not null)
            lines.Add($"Model {rollback.From} was rolled back to {rollback.To}. {rollback.Reason}");

        var drifted = await drift.LookAsync(cancellationToken);
        var pending = await feedback.CountAsync(cancellationToken);
        metrics.Found(pending?.Ratings, await measures.ReadAsync(cancellationToken), drifted);
        lines.Add(pending is null ? "There is no champion yet." : $"{pending.Ratings} new ratings since model {pending.Since}.");

        // What is wrong with a champion that was just rolled back is no reason to train.
        if (rollback is null && drifted.FirstOrDefault(state => state.Fires) is { } fired)
        {
            await drift.FiredAsync(fired.Measure, cancellationToken);
            lines.Add(await TrainAsync(TrainingTrigger.Drift, $"Drift: {fired.Description}.", cancellationToken));
        }
        else if (pending?.IsEnough == true)
        {
            lines.Add(await TrainAsync(TrainingTrigger.Feedback, "", cancellationToken));
        }

        await refresher.RefreshAsync(cancellationToken);
        return lines;
    }

    private async Task<string> TrainAsync(TrainingTrigger trigger, string why, CancellationToken cancellationToken)
    {
        var result = await pipeline.RunAsync(trigger, progress: null, cancellationToken);
        return $"{why} Training {result.Status}, model {result.Version?.ToString() ?? "none"}: {result.Message}".TrimStart();
    }
}
