using System.CommandLine;
using System.Diagnostics;
using Recofilm.Cli;
using Recofilm.LocalStack;
using Recofilm.Scale;
using Recofilm.Scale.Measures;
using Recofilm.Scale.Pipeline;
using Recofilm.Scale.Reports;

var shapeOptions = new ShapeOptions();
var folder = new Option<string>("--out") { Description = "Folder to write the files to.", Required = true };
var generate = new Command("generate", "Writes a data set in MovieLens' format with planted tastes.") { folder };
shapeOptions.AddTo(generate);
generate.SetAction((result, cancellationToken) =>
    Task.FromResult(Generate(shapeOptions.Of(result), result.GetValue(folder)!, cancellationToken)));

var dataset = new Option<string?>("--dataset")
{
    Description = "A folder of MovieLens files; otherwise one is generated and kept in .recofilm/scale.",
};
var threads = new Option<int>("--threads") { Description = "Threads of the training.", DefaultValueFactory = _ => 2 };
var pipeline = new Command(
    "pipeline",
    "Imports a data set into an empty PostgreSQL and trains on it to a published model; times the phases and takes their memory.")
{
    dataset, threads,
};
shapeOptions.AddTo(pipeline);
pipeline.SetAction(async (result, cancellationToken) =>
{
    var checkout = Checkout.FindRoot();
    var files = result.GetValue(dataset)
        ?? Kept(Path.Combine(checkout, ".recofilm", "scale"), shapeOptions.Of(result), cancellationToken);
    var report = await PipelineRun.RunAsync(
        files, Path.Combine(checkout, ".recofilm", "scale-servers"), result.GetValue(threads), cancellationToken);
    await ResultFiles.WriteAsync(checkout, "scale", report, report.ToMarkdown(), cancellationToken);
    return report.Targets.All(target => target.Met) ? 0 : 2;
});

var impressions = new Option<long>("--impressions")
{
    Description = "The number of movies shown, ten in a list.",
    DefaultValueFactory = _ => 10_000_000,
};
var versions = new Option<int>("--versions") { Description = "The number of versions.", DefaultValueFactory = _ => 100 };
var measures = new Command("measures", "Times the online measures on a generated fortnight of lists.") { impressions, versions };
measures.SetAction(async (result, cancellationToken) =>
{
    var report = await MeasuresRun.RunAsync(
        Path.Combine(Checkout.FindRoot(), ".recofilm", "measures-servers"), result.GetValue(impressions),
        result.GetValue(versions), cancellationToken);
    Console.WriteLine(Target.Table(report.Targets));
    return report.Targets.All(target => target.Met) ? 0 : 2;
});

try
{
    return await new RootCommand("Measures Recofilm on data of MovieLens 20M's shape.") { generate, pipeline, measures }
        .Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is CommandException or LocalStartException or ArgumentException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static int Generate(MovieLensShape shape, string folder, CancellationToken cancellationToken)
{
    var clock = Stopwatch.StartNew();
    var written = new MovieLensGenerator(shape).Write(folder, cancellationToken);
    Console.Error.WriteLine($"{written:N0} ratings of {shape.Users:N0} users in {clock.Elapsed.TotalSeconds:F1} s");
    return 0;
}

static string Kept(string folder, MovieLensShape shape, CancellationToken cancellationToken)
{
    var kept = Path.Combine(folder, $"{shape.Users}-{shape.Movies}-{shape.Ratings}-{shape.Seed}");
    if (!File.Exists(Path.Combine(kept, "complete")))
    {
        Generate(shape, kept, cancellationToken);
        File.WriteAllText(Path.Combine(kept, "complete"), "");
    }

    return kept;
}
