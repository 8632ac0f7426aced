using Recofilm.Core.Learning;
using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.FeedbackTraining;

/// <summary>
/// Looks every quarter of an hour at what users do: trains partially when enough is new, in full when they do otherwise than
/// they did, and rolls a bad champion back.
/// </summary>
/// <param name="loop">Looks and does.</param>
internal sealed class FeedbackTrainingFunction(LearningLoop loop) : ITimerFunction
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> RunAsync(bool isPastDue, CancellationToken cancellationToken) => loop.RunAsync(cancellationToken);
}
