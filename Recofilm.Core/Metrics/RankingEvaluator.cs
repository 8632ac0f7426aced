using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Metrics;

/// <summary>Chooses a list from scores when something else counts too, for example diversity.</summary>
/// <param name="history">The user's ratings.</param>
/// <param name="scores">
/// One score per item index; <see cref="float.NegativeInfinity"/> for a movie that must not be listed.
/// </param>
/// <param name="list">Receives item indices, best first.</param>
/// <returns>The number of items written.</returns>
public delegate int ListSelection(in RatingHistory history, ReadOnlySpan<float> scores, Span<int> list);

/// <summary>The similarity of two movies by their content, 0 to 1.</summary>
/// <param name="first">An item index.</param>
/// <param name="second">Another item index.</param>
public delegate double ItemSimilarity(int first, int second);

/// <summary>
/// Evaluates the lists that a model gives the users of a split. Candidates are all movies of the catalogue that the user has
/// not rated in train; ties go to the smaller movie identifier. Users are evaluated in parallel and the sums are taken in order,
/// so the figures do not depend on the number of threads.
/// </summary>
/// <param name="split">The train and test ratings.</param>
/// <param name="threads">The number of threads; 0 takes one per processor.</param>
public sealed class RankingEvaluator(RankingSplit split, int threads = 0)
{
    private readonly int[] _trainCounts = CountsOf(split.Train);

    /// <summary>The number of candidate movies, including those that a user rated.</summary>
    public int Candidates => split.OnlyTrained ? _trainCounts.Count(count => count > 0) : split.Train.ItemCount;

    /// <summary>Evaluates a model trained on the split's train part.</summary>
    /// <param name="model">The model; several threads call it at once.</param>
    /// <param name="selection">Chooses the lists; by default the highest scores.</param>
    /// <param name="similarity">The similarity for intra-list similarity, which is not measured without it.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    public RankingResult Evaluate(
        IRankingModel model,
        ListSelection? selection = null,
        ItemSimilarity? similarity = null,
        CancellationToken cancellationToken = default)
    {
        selection ??= static (in history, scores, list) => TopK.Select(scores, list);
        var judgements = new UserJudgement[split.Users.Length];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
            CancellationToken = cancellationToken,
        };
        Parallel.For(
            0, judgements.Length, options,
            () => new float[split.Train.ItemCount],
            (place, _, scores) =>
            {
                judgements[place] = Judge(model, split.Users[place], scores, selection, similarity);
                return scores;
            },
            _ => { });
        return Summarise(judgements, similarity is not null);
    }

    private static int[] CountsOf(RatingMatrix train)
    {
        var counts = new int[train.ItemCount];
        foreach (var item in train.Items)
            counts[item]++;
        return counts;
    }

    private UserJudgement Judge(
        IRankingModel model, int user, float[] scores, ListSelection selection, ItemSimilarity? similarity)
    {
        var history = split.HistoryOf(user);
        var relevant = split.RelevantOf(user);
        Span<int> list = stackalloc int[EvaluationProtocol.ListLength];
        Span<bool> hits = stackalloc bool[EvaluationProtocol.ListLength];

        model.Score(history, scores);
        foreach (var item in history.Items)
            scores[item] = float.NegativeInfinity;
        if (split.OnlyTrained)
            MaskWhere(scores, isTrained: false);
        var count = selection(history, scores, list);
        Mark(list[..count], relevant, hits);
        var judgement = new UserJudgement(
            list[..count].ToArray(),
            RankingMetrics.Ndcg(hits[..count], relevant.Length),
            RankingMetrics.Recall(hits[..count], relevant.Length),
            WideRecall(scores, relevant),
            RankingMetrics.AveragePrecision(hits[..count], relevant.Length),
            RankingMetrics.HitRate(hits[..count]),
            similarity is null ? 0 : MeanSimilarity(list[..count], similarity),
            null);

        var coldRelevant = 0;
        foreach (var item in relevant)
            coldRelevant += _trainCounts[item] == 0 ? 1 : 0;
        if (coldRelevant == 0)
            return judgement;

        MaskWhere(scores, isTrained: true);
        count = TopK.Select(scores, list);
        Mark(list[..count], relevant, hits);
        return judgement with { ColdNdcg = RankingMetrics.Ndcg(hits[..count], coldRelevant) };
    }

    private void MaskWhere(Span<float> scores, bool isTrained)
    {
        for (var item = 0; item < scores.Length; item++)
        {
            if (_trainCounts[item] > 0 == isTrained)
                scores[item] = float.NegativeInfinity;
        }
    }

    private RankingResult Summarise(UserJudgement[] judgements, bool hasSimilarity)
    {
        var listed = new bool[split.Train.ItemCount];
        double novelty = 0;
        int places = 0, coldPlaces = 0;
        foreach (var item in judgements.SelectMany(judgement => judgement.List))
        {
            listed[item] = true;
            // A movie without ratings counts as rated by one user, so its surprise is finite.
            novelty += Math.Log2((double)split.Train.UserCount / Math.Max(1, _trainCounts[item]));
            coldPlaces += _trainCounts[item] == 0 ? 1 : 0;
            places++;
        }

        return new RankingResult(
            Array.ConvertAll(judgements, judgement => judgement.Ndcg),
            Array.ConvertAll(judgements, judgement => judgement.Recall),
            Array.ConvertAll(judgements, judgement => judgement.WideRecall),
            Array.ConvertAll(judgements, judgement => judgement.AveragePrecision),
            Array.ConvertAll(judgements, judgement => judgement.HitRate),
            (double)listed.Count(isListed => isListed) / Math.Max(1, Candidates),
            places == 0 ? 0 : novelty / places,
            hasSimilarity ? MeanEstimate.Of(Array.ConvertAll(judgements, judgement => judgement.Similarity)).Mean : null,
            places == 0 ? 0 : (double)coldPlaces / places,
            [.. judgements.Where(judgement => judgement.ColdNdcg.HasValue).Select(judgement => judgement.ColdNdcg!.Value)])
        {
            Users = split.Users.ToArray(),
            ColdUsers = [.. split.Users.ToArray().Where((_, place) => judgements[place].ColdNdcg.HasValue)],
            Lists = Array.ConvertAll(judgements, judgement => judgement.List),
        };
    }

    private static double WideRecall(ReadOnlySpan<float> scores, ReadOnlySpan<int> relevant)
    {
        Span<int> list = stackalloc int[EvaluationProtocol.WideListLength];
        list = list[..TopK.Select(scores, list)];
        Span<bool> hits = stackalloc bool[list.Length];
        Mark(list, relevant, hits);
        return RankingMetrics.Recall(hits, relevant.Length);
    }

    private static void Mark(ReadOnlySpan<int> list, ReadOnlySpan<int> relevant, Span<bool> hits)
    {
        for (var rank = 0; rank < list.Length; rank++)
            hits[rank] = relevant.BinarySearch(list[rank]) >= 0;
    }

    private static double MeanSimilarity(ReadOnlySpan<int> list, ItemSimilarity similarity)
    {
        double sum = 0;
        for (var first = 0; first < list.Length; first++)
        {
            for (var second = first + 1; second < list.Length; second++)
                sum += similarity(list[first], list[second]);
        }

        return list.Length < 2 ? 0 : sum / (list.Length * (list.Length - 1) / 2);
    }

    private sealed record UserJudgement(
        int[] List, double Ndcg, double Recall, double WideRecall, double AveragePrecision, double HitRate, double Similarity,
        double? ColdNdcg);
}
