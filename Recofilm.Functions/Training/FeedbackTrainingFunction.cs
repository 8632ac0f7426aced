using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Recofilm.Core.Monitoring;
using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.Training;

/// <summary>
/// Evaluates users' feedback on a schedule: asks for a partial training when there are enough new ratings, asks for a full one
/// when users' behaviour has drifted, and rolls a bad champion back.
/// </summary>
public sealed partial class FeedbackTrainingFunction(
    LearningLoop loop, IOptions<FeedbackOptions> options, ILogger<FeedbackTrainingFunction> logger) : ITimerFunction
{
    private const string FunctionName = "feedback_training";

    static string ITimerFunction.Name => FunctionName;

    string ITimerFunction.Schedule => options.Value.Schedule;

    [Function(FunctionName)]
    public async Task RunAsync(
        [TimerTrigger("%Recofilm:Feedback:Schedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var line in await loop.RunAsync(cancellationToken))
            LogLine(line);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Line}")]
    private partial void LogLine(string line);
}
