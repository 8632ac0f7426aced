using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core;
using Recofilm.Core.Fitting;
using Recofilm.Core.Training;
using Recofilm.Testing;

// A training process that tests kill: it ends itself, as a crash or a killed host would end it, at one moment of the run.
// Arguments: PostgreSQL connection string, storage connection string, container, step, detail (may be empty), and the message of
// the training queue that it trains; without one it trains as the command line does.
var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
{
    ["ConnectionStrings:Recofilm"] = args[0],
    ["Recofilm:Storage:ConnectionString"] = args[1],
    ["Recofilm:Storage:Container"] = args[2],
    ["Recofilm:Training:LeaseDuration"] = "00:00:15",
}).Build();
await using var services = new ServiceCollection()
    .AddRecofilmCore(configuration)
    .AddSingleton(new ModelTrainer(FastTraining.Options))
    .BuildServiceProvider();

var end = new TrainingProgress(Enum.Parse<TrainingStep>(args[3]), args[4]);
var pipeline = services.GetRequiredService<TrainingPipeline>();
await (args is [_, _, _, _, _, var message]
    ? pipeline.RunQueuedAsync(TrainingMessage.Parse(message), new SuddenEnd(end))
    : pipeline.RunAsync(TrainingTrigger.CommandLine, new SuddenEnd(end)));

internal sealed class SuddenEnd(TrainingProgress at) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value == at)
            Process.GetCurrentProcess().Kill();
    }
}
