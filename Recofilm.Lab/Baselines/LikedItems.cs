using Recofilm.Core.Metrics;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Baselines;

/// <summary>
/// The binary users × items matrix X of implicit feedback, 1 for ratings of at least
/// <see cref="EvaluationProtocol.RelevantRating"/>, in compressed rows and in compressed columns.
/// </summary>
internal sealed class LikedItems
{
    public LikedItems(RatingMatrix ratings)
    {
        var liked = new bool[ratings.Count];
        for (var position = 0; position < liked.Length; position++)
            liked[position] = ratings.Ratings[position] >= EvaluationProtocol.RelevantRating;
        Matrix = ratings.Where(liked);
    }

    public RatingMatrix Matrix { get; }

    public ReadOnlySpan<int> ItemsOf(int user) =>
        Matrix.Items[Matrix.RowStarts[user]..Matrix.RowStarts[user + 1]];

    public ReadOnlySpan<int> UsersOf(int item) =>
        Matrix.Columns.Users[Matrix.Columns.ColumnStarts[item]..Matrix.Columns.ColumnStarts[item + 1]];

    /// <summary>Counts, for one item, the users it shares with every other.</summary>
    /// <param name="item">An item index.</param>
    /// <param name="counts">All 0 on entry; receives one count per item index.</param>
    /// <param name="touched">Receives the items with a count, in no particular order.</param>
    public void CountShared(int item, Span<float> counts, List<int> touched)
    {
        foreach (var user in UsersOf(item))
        {
            foreach (var other in ItemsOf(user))
            {
                if (counts[other]++ == 0)
                    touched.Add(other);
            }
        }
    }
}
