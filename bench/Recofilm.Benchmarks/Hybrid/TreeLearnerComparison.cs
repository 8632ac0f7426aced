using System.Diagnostics;
using System.Globalization;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Fitting;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Trees;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;

namespace Recofilm.Benchmarks.Hybrid;

/// <summary>
/// Trains the own tree learner and Microsoft.ML's LightGBM on the hybrid's examples of four fifths of the users, one thread each,
/// and compares the lists of the other users. The examples lie inside the train parts of both splits of the protocol.
/// </summary>
internal static class TreeLearnerComparison
{
    private const int Folds = 5;
    private const int Repeats = 300;

    /// <summary>Prints a row per learner and the difference between them.</summary>
    /// <param name="folder">A folder of MovieLens files.</param>
    public static void Run(string folder)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var options = new ModelOptions().On(threads: 1);
        var (fitted, held, users) = MakeExamples(folder, options);
        Console.WriteLine(
            $"{fitted.ListCount} lists of {fitted.CandidateCount} candidates; {held.ListCount} held-out lists of "
            + $"{users.Distinct().Count()} users, {options.Hybrid.Ensemble.Trees} trees");
        Console.WriteLine("| learner | NDCG@10 | training, s of processor | a list of candidates, µs |");
        Console.WriteLine("|---|---|---:|---:|");

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 1 };
        var trainer = new TreeEnsembleTrainer(options.Hybrid.Ensemble, options.Hybrid.Seed, parallel);
        var own = Report("own", () => trainer.Train(fitted), ensemble => ensemble.Score);
        var other = Report(
            "LightGBM", () => LightGbmEnsemble.Train(fitted, options.Hybrid.Ensemble), ensemble => ensemble.Score);
        var paired = PairedComparison.Of(own, other, users);
        Console.WriteLine($"own less LightGBM: {paired.Difference:+0.0000;-0.0000}, p = {paired.PValue:0.000}");

        double[] Report<T>(string name, Func<T> train, Func<T, ScoreList> scoring)
        {
            var before = Environment.CpuUsage.TotalTime;
            var score = scoring(train());
            var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            var ndcg = Ndcg(held, score);
            var estimate = MeanEstimate.Of(ndcg, users);
            Console.WriteLine(
                $"| {name} | {estimate.Mean:0.0000} ± {estimate.StandardError:0.0000} | {seconds:0.0} | "
                + $"{ListTime(held, score).TotalMicroseconds:0} |");
            return ndcg;
        }
    }

    private static (RankingExamples Fitted, RankingExamples Held, int[] Users) MakeExamples(string folder, ModelOptions options)
    {
        var data = MovieLensFiles.Read(folder);
        var train = NextVisitSplit.Of(InVisitSplit.Of(data.Ratings).Train).Train;
        var (models, hybrid) = (new ModelTrainer(options), new HybridTrainer(options.Hybrid));
        var (fitted, held) = (new HybridExamples(), new HybridExamples());
        var users = new List<int>();
        foreach (var (kind, split) in hybrid.SplitsOf(train))
        {
            var content = models.TrainContent(split.TrainCatalog(data.Catalog));
            var members = models.TrainMembers(data.Catalog, split.Train, content, CancellationToken.None);
            hybrid.AddExamples(fitted, kind, Only(split, user => user % Folds != 0), members, CancellationToken.None);
            var tested = Only(split, user => user % Folds == 0);
            hybrid.AddExamples(held, kind, tested, members, CancellationToken.None);
            users.AddRange(
                tested.Users.ToArray().Where(user => split.Train.RowStarts[user] < split.Train.RowStarts[user + 1]));
        }

        return (fitted.Lists, held.Lists, [.. users]);
    }

    private static RankingSplit Only(RankingSplit split, Func<int, bool> isChosen)
    {
        var keep = new bool[split.Test.Count];
        for (var user = 0; user < split.Test.UserCount; user++)
            keep.AsSpan(split.Test.RowStarts[user]..split.Test.RowStarts[user + 1]).Fill(isChosen(user));
        return new RankingSplit(split.Train, split.Test.Where(keep));
    }

    private static double[] Ndcg(RankingExamples examples, ScoreList score)
    {
        var ndcg = new double[examples.ListCount];
        for (var list = 0; list < ndcg.Length; list++)
        {
            var scores = Score(examples, list, score);
            var first = examples.Starts[list];
            var places = Enumerable.Range(0, scores.Length).ToArray();
            foreach (var (rank, place) in places.OrderByDescending(place => scores[place])
                .Take(EvaluationProtocol.ListLength).Index())
            {
                ndcg[list] += examples.Relevant[first + place] ? 1 / Math.Log2(rank + 2) / examples.Ideals[list] : 0;
            }
        }

        return ndcg;
    }

    // The shortest time, which other load on the machine disturbs least.
    private static TimeSpan ListTime(RankingExamples examples, ScoreList score)
    {
        var (columns, stride) = Columns(examples, list: 0);
        var scores = new float[stride];
        var shortest = TimeSpan.MaxValue;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var start = Stopwatch.GetTimestamp();
            score(columns, stride, scores);
            var time = Stopwatch.GetElapsedTime(start);
            shortest = time < shortest ? time : shortest;
        }

        return shortest;
    }

    private static float[] Score(RankingExamples examples, int list, ScoreList score)
    {
        var (columns, stride) = Columns(examples, list);
        var scores = new float[stride];
        score(columns, stride, scores);
        return scores[..(examples.Starts[list + 1] - examples.Starts[list])];
    }

    // Feature-major and in whole vectors, as the product lays them out.
    private static (float[] Columns, int Stride) Columns(RankingExamples examples, int list)
    {
        const int alignment = 16;
        var (first, count) = (examples.Starts[list], examples.Starts[list + 1] - examples.Starts[list]);
        var stride = (count + alignment - 1) / alignment * alignment;
        var columns = new float[stride * examples.FeatureCount];
        for (var place = 0; place < count; place++)
        {
            for (var feature = 0; feature < examples.FeatureCount; feature++)
                columns[(feature * stride) + place] = examples.FeaturesOf(first + place)[feature];
        }

        return (columns, stride);
    }

    private delegate void ScoreList(ReadOnlySpan<float> columns, int stride, Span<float> scores);
}
