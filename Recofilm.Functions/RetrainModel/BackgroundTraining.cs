using Recofilm.Core.Database.Training;
using Recofilm.Core.Serving;
using Recofilm.Core.Training;

namespace Recofilm.Functions.RetrainModel;

/// <summary>Trains while requests are answered.</summary>
/// <param name="pipeline">The training.</param>
/// <param name="runs">Knows the run's number.</param>
/// <param name="refresher">Lets this instance serve the new model at once.</param>
/// <param name="lifetime">Tells when the program stops.</param>
internal sealed class BackgroundTraining(
    TrainingPipeline pipeline, TrainingRunStore runs, ModelRefresher refresher, IHostApplicationLifetime lifetime)
{
    /// <summary>Starts a training and returns when its first step has begun; the rest goes on.</summary>
    /// <returns>The run, or <see langword="null"/> when one is running already.</returns>
    public async Task<long?> StartAsync()
    {
        var started = new FirstStep();
        var run = Task.Run(() => RunAsync(started));
        if (await Task.WhenAny(started.Begun, run) == started.Begun)
        {
            // The lease lets no other run start, so the latest is this one.
            return (await runs.ListAsync(limit: 1))[0].RunId;
        }

        await run;
        return null;
    }

    private async Task RunAsync(FirstStep started)
    {
        var stopping = lifetime.ApplicationStopping;
        // The pipeline logs and records a failure; nobody waits for this task any more when it comes late.
        await pipeline.RunAsync(TrainingTrigger.Operator, started, stopping);
        await refresher.RefreshAsync(stopping);
    }

    private sealed class FirstStep : IProgress<TrainingProgress>
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public void Report(TrainingProgress value) => _begun.TrySetResult();
    }
}
