using System.CommandLine;
using Recofilm.Cli;
using Recofilm.Load;
using Recofilm.Load.Overload;
using Recofilm.Load.Staging;
using Recofilm.Load.Wrk;
using Recofilm.LocalStack;

var dataset = new Option<string?>("--dataset")
{
    Description = "A folder or .zip of MovieLens files, \"sample\", or \"scale\" for a generated catalogue of 27,278 movies. " +
        "Default: MovieLens' small data set in ../shared where it is there, else the sample.",
    Recursive = true,
};
var retrain = new Option<bool>("--retrain")
{
    Description = "Trains even where a model is there from the last time.",
    Recursive = true,
};
var seconds = new Option<int>("--seconds")
{
    Description = "How long each endpoint is driven at each number of connections, 1 to 600.",
    DefaultValueFactory = _ => 30,
};
seconds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 600)
        result.AddError("--seconds is between 1 and 600.");
});

var endpoints = new Option<string[]>("--endpoint")
{
    Description = "Drives this endpoint alone, besides the two that all are compared with; may be given several times. " +
        "The figures are printed, those of the last whole run stay. Default: all.",
    DefaultValueFactory = _ => [],
};
endpoints.AcceptOnlyFromAmong(Scenario.Compared);

var published = new Option<FileInfo>("--program")
{
    Description = "An executable that was published before, such as the one of another commit. "
        + "Default: publishes the checkout's.",
    Recursive = true,
}.AcceptExistingOnly();

var root = new RootCommand("Measures the program as it is deployed: throughput and latency under load, on this machine.")
{
    dataset, retrain, published, seconds, endpoints,
};
root.SetAction((result, cancellationToken) => MeasureAsync(result, cancellationToken, async (checkout, stage, executable) =>
{
    await WrkTool.EnsureAsync(cancellationToken);
    var chosen = result.GetRequiredValue(endpoints);
    var report = await LoadTest.RunAsync(stage, executable, result.GetValue(seconds), chosen, cancellationToken);
    if (chosen.Length == 0)
        await ResultFiles.WriteAsync(checkout, "load", report, report.ToMarkdown(), cancellationToken);
    else
        Console.WriteLine(report.ToMarkdown());
}));

var starts = new Option<int>("--starts") { Description = "How often the program is started.", DefaultValueFactory = _ => 9 };
var start = new Command("start", "Measures cold starts: from the start of the process to the first correct list, by phases.")
{
    starts,
};
start.SetAction((result, cancellationToken) => MeasureAsync(result, cancellationToken, async (checkout, stage, executable) =>
{
    var report = await StartTest.RunAsync(stage, executable, Math.Max(1, result.GetValue(starts)), cancellationToken);
    await ResultFiles.WriteAsync(checkout, $"start-{report.Measurement.Dataset}", report, report.ToMarkdown(), cancellationToken);
}));
root.Add(start);

var memory = new Command("memory", "Measures resident memory with a model, under load, and after ten swaps of the model.");
memory.SetAction((result, cancellationToken) => MeasureAsync(result, cancellationToken, async (checkout, stage, executable) =>
{
    await WrkTool.EnsureAsync(cancellationToken);
    var report = await MemoryTest.RunAsync(stage, executable, cancellationToken);
    await ResultFiles.WriteAsync(
        checkout, $"memory-{report.Measurement.Dataset}", report, report.ToMarkdown(), cancellationToken);
}));
root.Add(memory);

var length = new Option<int>("--seconds")
{
    Description = "How long each load is offered, 1 to 600.",
    DefaultValueFactory = _ => 10,
};
length.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 600)
        result.AddError("--seconds is between 1 and 600.");
});
var overload = new Command("overload", "Offers half of the capacity to four times as much, with slow and costly clients.")
{
    length,
};
overload.SetAction((result, cancellationToken) => MeasureAsync(result, cancellationToken, async (checkout, stage, executable) =>
{
    var report = await OverloadTest.RunAsync(stage, executable, result.GetValue(length), cancellationToken);
    await ResultFiles.WriteAsync(checkout, "overload", report, report.ToMarkdown(), cancellationToken);
}));
root.Add(overload);

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is CommandException or LocalStartException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

async Task<int> MeasureAsync(
    ParseResult result, CancellationToken cancellationToken, Func<string, LoadStage, string, Task> measure)
{
    var checkout = Checkout.FindRoot();
    var executable = result.GetValue(published)?.FullName ?? await PublishAsync(checkout, cancellationToken);
    await using var stage = await LoadStage.StartAsync(
        checkout, result.GetValue(dataset), result.GetValue(retrain), cancellationToken);
    await measure(checkout, stage, executable);
    return 0;
}

static Task<string> PublishAsync(string checkout, CancellationToken cancellationToken)
{
    Console.Error.WriteLine("Publishing the program …");
    return ReleaseProgram.PublishAsync(checkout, cancellationToken);
}
