using Recofilm.Core.Feedback;
using Recofilm.Core.Serving;
using Recofilm.Core.Training;

namespace Recofilm.Core.Monitoring;

/// <summary>
/// Evaluates users' feedback: rolls a bad champion back, asks for a full training when users' behaviour has drifted, and for a
/// partial one when there are enough new ratings. Then deletes lists that are too old to be evaluated.
/// </summary>
public sealed class LearningLoop(
    ChampionWatch champion,
    DriftWatch drift,
    PendingFeedback feedback,
    OnlineMeasures measures,
    LearningMetrics metrics,
    TrainingQueue trainings,
    ModelRefresher refresher,
    ImpressionRetention retention)
{
    /// <summary>Evaluates now, and starts what is due.</summary>
    /// <returns>The findings and actions, one sentence each.</returns>
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

        // The drift of a champion that was just rolled back is no reason to train.
        if (rollback is null && drifted.FirstOrDefault(state => state.Fires) is { } fired)
        {
            var runId = await trainings.EnqueueAsync(TrainingTrigger.Drift, cancellationToken);
            // Recorded after the request: the next evaluation repeats a request that failed.
            await drift.FiredAsync(fired.Measure, cancellationToken);
            lines.Add($"Drift: {fired.Description}. Training run {runId} is queued.");
        }
        else if (pending?.IsEnough == true)
        {
            var runId = await trainings.EnqueueAsync(TrainingTrigger.Feedback, cancellationToken);
            lines.Add($"Training run {runId} is queued.");
        }

        await refresher.RefreshAsync(cancellationToken);
        if (await retention.DeleteAsync(cancellationToken) is > 0 and var lists)
            lines.Add($"{lists} old lists were deleted.");
        return lines;
    }
}
