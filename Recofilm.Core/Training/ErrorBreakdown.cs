using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Training;

/// <summary>The errors of a version by groups of users and movies, measured again on ratings held back from it.</summary>
/// <param name="Split">The split, such as <c>in_visit</c>.</param>
/// <param name="Rmse">The error of predicted ratings, in stars.</param>
/// <param name="Ndcg">NDCG@10 of hybrid lists.</param>
/// <param name="Coverage">The share of movies that are in any list.</param>
/// <param name="ByActivity">The errors by the number of the user's ratings that the model knew.</param>
/// <param name="ByPopularity">The errors by the number of the movie's ratings that the model knew.</param>
public sealed record ErrorBreakdown(
    string Split, double Rmse, MeanEstimate Ndcg, double Coverage,
    IReadOnlyList<ActivityGroup> ByActivity, IReadOnlyList<PopularityGroup> ByPopularity)
{
    private static readonly int[] _activity = [0, 10, 20, 50, 100, 200, 500];
    private static readonly int[] _popularity = [0, 1, 5, 20, 100, 500];

    /// <summary>Measures the evaluated models of a version.</summary>
    /// <param name="data">The current data. No earlier model has seen the part that a split by time holds back of them.</param>
    /// <param name="manifest">The manifest of the version.</param>
    /// <param name="evaluated">Its evaluated models by split.</param>
    /// <param name="options">The limit on ratings and the number of threads.</param>
    /// <param name="progress">Receives the share of users whose lists are done.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    /// <returns>The errors; <see langword="null"/> when no ratings were held back from the models.</returns>
    public static ErrorBreakdown? Measure(
        TrainingData data, ModelManifest manifest, IReadOnlyDictionary<string, ModelSet> evaluated,
        TrainingOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        foreach (var (name, split) in ModelEvaluation.SplitsOf(UserSample.Of(data.Ratings, options.EvaluationRatings)))
        {
            // Other data make another random split, so only the same data give the part that was held back.
            var wasHeldBack = name != ModelEvaluation.RandomSplit || manifest.Data.Fingerprint == data.Fingerprint;
            if (!wasHeldBack || split.Users.IsEmpty || evaluated.GetValueOrDefault(name) is not { } models)
                continue;
            var translated = new TranslatedModels(models, data.Catalog);
            var listed = new int[split.Train.ItemCount];
            var done = 0;
            var lists = new RankingEvaluator(split, options.Threads).Evaluate(
                translated.Hybrid, CountListed, cancellationToken: cancellationToken);
            return Of(name, split, translated, lists, listed, options.Threads, cancellationToken);

            int CountListed(in RatingHistory history, ReadOnlySpan<float> scores, Span<int> list)
            {
                var count = TopK.Select(scores, list);
                foreach (var item in list[..count])
                    Interlocked.Increment(ref listed[item]);
                progress?.Report((double)Interlocked.Increment(ref done) / split.Users.Length);
                return count;
            }
        }

        return null;
    }

    private static ErrorBreakdown Of(
        string name, RankingSplit split, TranslatedModels models, RankingResult lists, int[] listed, int threads,
        CancellationToken cancellationToken)
    {
        var evaluator = new RatingEvaluator(TimeProvider.System, threads);
        var test = models.Known(split.Test);
        var errors = evaluator.Test(split.Train, test, models, cancellationToken);
        int[] activity = [.. Enumerable.Range(0, split.Train.UserCount)
            .Select(user => GroupOf(split.Train.RowStarts[user + 1] - split.Train.RowStarts[user], _activity))];
        int[] popularity = [.. Enumerable.Range(0, split.Train.ItemCount)
            .Select(item => GroupOf(split.Train.Columns.CountOf(item), _popularity))];
        var judged = split.Users.ToArray();
        var byActivity = _activity.Select((_, group) =>
        {
            var members = errors.Where((_, user) => activity[user] == group).ToArray();
            return new ActivityGroup(
                NameOf(group, _activity), members.Count(user => user.Count > 0), members.Sum(user => user.Count), RmseOf(members),
                MeanEstimate.Of([.. lists.Ndcg.Where((_, place) => activity[judged[place]] == group)]));
        });
        double places = Math.Max(1, listed.Sum()), wanted = Math.Max(1, split.RelevantCount);
        var byPopularity = _popularity.Select((_, group) =>
        {
            var part = test.Where([.. test.Items.ToArray().Select(item => popularity[item] == group)]);
            var relevant = judged.Sum(user => split.RelevantOf(user).ToArray().Count(item => popularity[item] == group));
            return new PopularityGroup(
                NameOf(group, _popularity), popularity.Count(item => item == group), part.Count,
                RmseOf(evaluator.Test(split.Train, part, models, cancellationToken)),
                relevant / wanted, listed.Where((_, item) => popularity[item] == group).Sum() / places);
        });
        return new ErrorBreakdown(
            name, RmseOf(errors) ?? 0, lists.MeanNdcg, lists.Coverage,
            [.. byActivity.Where(group => group.Users > 0)], [.. byPopularity.Where(group => group.Movies > 0)]);
    }

    private static double? RmseOf(RatingErrors[] users)
    {
        var count = users.Sum(user => user.Count);
        return count == 0 ? null : Math.Sqrt(users.Sum(user => user.Squared) / count);
    }

    private static int GroupOf(int count, int[] bounds) => Array.FindLastIndex(bounds, bound => bound <= count);

    private static string NameOf(int group, int[] bounds)
    {
        var low = bounds[group];
        if (group == bounds.Length - 1)
            return $"{low} or more";
        var high = bounds[group + 1] - 1;
        return low == high ? $"{low}" : $"{low} to {high}";
    }
}

/// <summary>A group of users of whom the model knew a similar number of ratings.</summary>
/// <param name="Name">The range of the number of ratings.</param>
/// <param name="Users">The number of users with ratings held back.</param>
/// <param name="Ratings">The number of predicted ratings.</param>
/// <param name="Rmse">The error of the predicted ratings.</param>
/// <param name="Ndcg">NDCG@10 of the users' lists.</param>
public sealed record ActivityGroup(string Name, int Users, int Ratings, double? Rmse, MeanEstimate Ndcg);

/// <summary>A group of movies of which the model knew a similar number of ratings.</summary>
/// <param name="Name">The range of the number of ratings.</param>
/// <param name="Movies">The number of movies.</param>
/// <param name="Ratings">The number of predicted ratings of them.</param>
/// <param name="Rmse">The error of the predicted ratings.</param>
/// <param name="WantedShare">Their share in the relevant movies of the users.</param>
/// <param name="ListedShare">Their share in the lists.</param>
public sealed record PopularityGroup(string Name, int Movies, int Ratings, double? Rmse, double WantedShare, double ListedShare);
