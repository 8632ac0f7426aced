using System.Diagnostics;
using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Ratings;
using Recofilm.Core.Training;

namespace Recofilm.Refinement;

/// <summary>Makes a champion without the newest ratings, then candidates with them, both ways.</summary>
/// <param name="options">How models are trained: on one thread, so that processor time is what it is.</param>
/// <param name="catalog">The movies.</param>
/// <param name="ratings">All ratings, with times.</param>
internal sealed class ComparedRuns(ModelOptions options, MovieCatalog catalog, RatingMatrix ratings)
{
    private readonly ModelEvaluation _evaluation = new(new TrainingOptions { Threads = 1 });

    /// <summary>Prints cost and quality of a full run and of partial ones.</summary>
    /// <param name="newRatings">How many ratings came after the champion.</param>
    /// <param name="sweeps">How many sweeps before the first kept sample the partial runs make, one a run.</param>
    public void Report(int newRatings, int[] sweeps)
    {
        var trainer = new ModelTrainer(options);
        var champion = Run(trainer, ratings.Without(newRatings), _ => null, new Dictionary<string, ModelSet>());
        var full = Run(trainer, ratings, _ => null, champion.Evaluated.Models);
        Console.WriteLine($"{ratings.Count} ratings, {newRatings} after the champion");
        foreach (var burnIn in sweeps)
        {
            var partial = Run(
                new ModelTrainer(options with { Svd = options.Svd with { RefineBurnInSweeps = burnIn } }), ratings,
                split => split is null ? champion.Models : champion.Evaluated.Models[split], champion.Evaluated.Models);
            Console.WriteLine($"{burnIn} sweeps before the first kept sample:");
            Compare(full, partial);
        }
    }

    private void Compare(TimedRun full, TimedRun partial)
    {
        Console.WriteLine(
            $"processor time of a run: full {full.Seconds:F1} s, partial {partial.Seconds:F1} s, "
                + $"{full.Seconds / partial.Seconds:F1} times less");
        string[] measures =
        [
            "svd_rmse", "collaborative_in_visit_ndcg", "hybrid_in_visit_ndcg",
            "collaborative_next_visit_ndcg", "hybrid_next_visit_ndcg",
        ];
        foreach (var measure in measures)
        {
            var before = partial.Evaluated.Paired.Single(paired => paired.Name == measure).Champion;
            var (whole, part) = (full.Evaluated.Metrics[measure], partial.Evaluated.Metrics[measure]);
            Console.WriteLine(
                $"{measure}: champion {before:F4}, full {whole:F4}, partial {part:F4} "
                    + $"({(part - whole) / whole:+0.0%;-0.0%;0.0%})");
        }

        Compare("in_visit", InVisitSplit.Of(ratings), full, partial);
        Compare("next_visit", NextVisitSplit.Of(ratings), full, partial);
    }

    private static void Compare(string name, RankingSplit split, TimedRun full, TimedRun partial)
    {
        var evaluator = new RankingEvaluator(split);
        var paired = PairedComparison.Of(Ndcg(partial), Ndcg(full));
        Console.WriteLine(
            $"hybrid {name}, partial − full, paired by user: {paired.Difference:+0.0000;-0.0000}, p = {paired.PValue:F2}");

        double[] Ndcg(TimedRun run) => evaluator.Evaluate((IRankingModel)run.Evaluated.Models[name].Hybrid).Ndcg;
    }

    private TimedRun Run(
        ModelTrainer trainer, RatingMatrix data, Func<string?, ModelSet?> start, IReadOnlyDictionary<string, ModelSet> champion)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var content = trainer.TrainContent(catalog);
        var models = Fit(null, data);
        var evaluated = _evaluation.Measure(
            catalog, data, (name, split) => Fit(name, split.Train), champion, CancellationToken.None);
        process.Refresh();
        return new TimedRun(models, evaluated, (process.TotalProcessorTime - before).TotalSeconds);

        ModelSet Fit(string? split, RatingMatrix part) => start(split) is { } earlier
            ? trainer.Refine(catalog, part, content, earlier)
            : trainer.Train(catalog, part, content);
    }

    private sealed record TimedRun(ModelSet Models, EvaluatedCandidate Evaluated, double Seconds);
}
