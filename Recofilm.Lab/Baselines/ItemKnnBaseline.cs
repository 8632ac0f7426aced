using Recofilm.Core.Metrics;
using Recofilm.Core.Models;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Baselines;

/// <summary>
/// Item-based nearest neighbours (Sarwar et al. 2001; Deshpande &amp; Karypis 2004): the cosine of two movies is
/// <c>|U_i ∩ U_j| / √(|U_i| |U_j|)</c> over the users who liked them. A movie keeps its k nearest neighbours, and its score is
/// the sum of the cosines of those that the user liked.
/// </summary>
public sealed class ItemKnnBaseline : IRankingModel
{
    private readonly (int Item, float Cosine)[][] _votes;

    /// <summary>Finds every movie's neighbours.</summary>
    /// <param name="train">The ratings; those of at least <see cref="EvaluationProtocol.RelevantRating"/> are likes.</param>
    /// <param name="neighbours">k, at least 1.</param>
    /// <param name="threads">The number of threads; 0 takes one per processor.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    public ItemKnnBaseline(
        RatingMatrix train, int neighbours = 100, int threads = 0, CancellationToken cancellationToken = default)
    {
        var likes = new LikedItems(train);
        var nearest = new (int Item, float Cosine)[train.ItemCount][];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
            CancellationToken = cancellationToken,
        };
        Parallel.For(
            0, nearest.Length, options,
            () => (Counts: new float[train.ItemCount], Touched: new List<int>(), Top: new int[neighbours]),
            (item, _, buffers) =>
            {
                nearest[item] = NearestTo(likes, item, buffers.Counts, buffers.Touched, buffers.Top);
                return buffers;
            },
            _ => { });

        // Stores the neighbours by liked movie, so that a request reads only the rows of the user's own movies.
        var votes = Array.ConvertAll(new int[train.ItemCount], _ => new List<(int, float)>());
        for (var item = 0; item < nearest.Length; item++)
        {
            foreach (var (neighbour, cosine) in nearest[item])
                votes[neighbour].Add((item, cosine));
        }

        _votes = Array.ConvertAll(votes, list => list.ToArray());
    }

    /// <inheritdoc/>
    public void Score(in RatingHistory history, Span<float> scores)
    {
        scores.Clear();
        for (var i = 0; i < history.Count; i++)
        {
            if (history.Ratings[i] < EvaluationProtocol.RelevantRating)
                continue;
            foreach (var (item, cosine) in _votes[history.Items[i]])
                scores[item] += cosine;
        }
    }

    private static (int Item, float Cosine)[] NearestTo(
        LikedItems likes, int item, float[] cosines, List<int> touched, int[] top)
    {
        likes.CountShared(item, cosines, touched);
        cosines[item] = 0;
        foreach (var other in touched)
            cosines[other] /= MathF.Sqrt((float)likes.UsersOf(item).Length * likes.UsersOf(other).Length);
        var count = TopK.Select(cosines, top);
        while (count > 0 && cosines[top[count - 1]] <= 0)
            count--;
        var nearest = new (int, float)[count];
        for (var rank = 0; rank < count; rank++)
            nearest[rank] = (top[rank], cosines[top[rank]]);
        foreach (var other in touched)
            cosines[other] = 0;
        touched.Clear();
        return nearest;
    }
}
