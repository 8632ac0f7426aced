using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Database.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public class TrainingRunStoreTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private readonly FakeTimeProvider _clock = new(Noon);

    private TrainingRunStore Runs => new(Database.DataSource, _clock);

    [Fact]
    public async Task A_run_is_recorded_from_start_to_end()
    {
        var runId = await Runs.StartAsync("timer", "full", """{"factors": 64}""", Cancellation);
        await Runs.StepAsync(runId, "fingerprint", "abc", Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        await Runs.StepAsync(runId, "train", cancellationToken: Cancellation);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await Runs.FinishAsync(
            runId, TrainingRunStatus.Published, """{"rmse": 0.85}""", "20260304T120000Z-1a2b", Cancellation);

        var run = Assert.Single(await Runs.ListAsync(cancellationToken: Cancellation));
        TrainingStepTime[] steps =
        [
            new("fingerprint", Noon, TimeSpan.FromSeconds(1.5)),
            new("train", Noon.AddSeconds(1.5), TimeSpan.FromMinutes(2)),
        ];
        Assert.Equal(steps, run.Steps);
        Assert.Equal(
            new TrainingRun(
                runId, "timer", "full", null, Noon, Noon.AddSeconds(121.5), TrainingRunStatus.Published, "train", "abc",
                """{"factors": 64}""", """{"rmse": 0.85}""", "20260304T120000Z-1a2b", null),
            run with { Steps = [] });
    }

    [Fact]
    public async Task A_failed_run_keeps_its_step_and_error_and_cannot_go_on()
    {
        var runId = await Runs.StartAsync("operator", cancellationToken: Cancellation);
        await Runs.StepAsync(runId, "publish", cancellationToken: Cancellation);
        await Runs.FailAsync(runId, "No space left.", Cancellation);

        var run = Assert.Single(await Runs.ListAsync(cancellationToken: Cancellation));
        Assert.Equal((TrainingRunStatus.Failed, "publish", "No space left."), (run.Status, run.Step, run.Error));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Runs.FinishAsync(runId, TrainingRunStatus.Refused, cancellationToken: Cancellation));
        Assert.Equal($"Training run {runId} is not running.", exception.Message);
    }

    [Fact]
    public async Task A_run_whose_process_was_killed_is_closed_by_the_next_one()
    {
        var killed = await Runs.StartAsync("timer", cancellationToken: Cancellation);
        await Runs.StepAsync(killed, "publish", cancellationToken: Cancellation);
        var next = await Runs.StartAsync("timer", cancellationToken: Cancellation);

        var runs = await Runs.ListAsync(cancellationToken: Cancellation);

        Assert.Equal([next, killed], runs.Select(run => run.RunId));
        Assert.Equal([TrainingRunStatus.Running, TrainingRunStatus.Failed], runs.Select(run => run.Status));
        Assert.Equal("The process ended during step publish.", runs[1].Error);
        Assert.Empty(runs[0].Steps);
    }
}
