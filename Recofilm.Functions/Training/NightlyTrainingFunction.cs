using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Recofilm.Core.Training;
using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.Training;

/// <summary>Asks every night for a training on the latest ratings.</summary>
public sealed partial class NightlyTrainingFunction(
    TrainingQueue trainings, IOptions<TrainingOptions> options, ILogger<NightlyTrainingFunction> logger) : ITimerFunction
{
    private const string FunctionName = "nightly_training";

    static string ITimerFunction.Name => FunctionName;

    string ITimerFunction.Schedule => options.Value.Schedule;

    [Function(FunctionName)]
    public async Task RunAsync(
        [TimerTrigger("%Recofilm:Training:Schedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var runId = await trainings.EnqueueAsync(TrainingTrigger.Timer, cancellationToken);
        LogQueued(runId);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Training run {RunId} is queued")]
    private partial void LogQueued(long runId);
}
