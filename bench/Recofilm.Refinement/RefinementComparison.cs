using System.Diagnostics;
using Recofilm.Core.Catalog;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Evaluation;
using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Ratings;
using Recofilm.Core.Training;

namespace Recofilm.Refinement;

/// <summary>Trains a champion without the newest ratings of a split's train part, then all of them both ways.</summary>
/// <param name="trainer">Trains on one thread, so that processor time is what it is.</param>
/// <param name="newRatings">How many ratings came after the champion.</param>
internal sealed class RefinementComparison(ModelTrainer trainer, int newRatings)
{
    /// <summary>Prints cost and quality of both trainings on a split.</summary>
    public void Report(string name, MovieCatalog catalog, RankingSplit split)
    {
        var content = trainer.TrainContent(catalog);
        var champion = trainer.Train(catalog, Earlier(split.Train), content);
        var (full, fullCost) = Timed(() => trainer.Train(catalog, split.Train, content));
        var (refined, refinedCost) = Timed(() => trainer.Refine(catalog, split.Train, content, champion));

        Console.WriteLine($"{name}: {newRatings} ratings after the champion");
        Console.WriteLine($"  processor time: full {fullCost:F1} s, refined {refinedCost:F1} s, {fullCost / refinedCost:F1} times less");
        Console.WriteLine($"  svd RMSE: champion {Rmse(split, champion):F4}, full {Rmse(split, full):F4}, refined {Rmse(split, refined):F4}");
        Compare("hybrid", split, champion.Hybrid, full.Hybrid, refined.Hybrid);
        Compare("collaborative", split, champion.Collaborative, full.Collaborative, refined.Collaborative);
    }

    private RatingMatrix Earlier(RatingMatrix ratings)
    {
        var newest = ratings.Timestamps.ToArray().OrderDescending().Take(newRatings).Last();
        var keep = new bool[ratings.Count];
        for (var position = 0; position < keep.Length; position++)
            keep[position] = ratings.Timestamps[position] < newest;
        return ratings.Where(keep);
    }

    private static (ModelSet Models, double Seconds) Timed(Func<ModelSet> train)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var models = train();
        process.Refresh();
        return (models, (process.TotalProcessorTime - before).TotalSeconds);
    }

    private static double Rmse(RankingSplit split, ModelSet models) => new RatingEvaluator(TimeProvider.System)
        .TrainAndTest(split.Train, split.Test, (_, _) => models.Svd).Rmse;

    private static void Compare(
        string model, RankingSplit split, IRankingModel champion, IRankingModel full, IRankingModel refined)
    {
        var evaluator = new RankingEvaluator(split);
        var before = evaluator.Evaluate(champion).Ndcg;
        var whole = evaluator.Evaluate(full).Ndcg;
        var part = evaluator.Evaluate(refined).Ndcg;
        var paired = PairedComparison.Of(part, whole);
        Console.WriteLine(
            $"  {model} NDCG@10: champion {before.Average():F4}, full {whole.Average():F4}, refined {part.Average():F4} " +
            $"({paired.Difference / whole.Average():+0.0%;-0.0%}, p = {paired.PValue:F2})");
    }
}
