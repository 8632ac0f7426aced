using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking.ItemItem;

/// <summary>
/// The ratings from which item-to-item weights are learned: only those of movies that take part, renumbered from the most
/// rated, so that the most frequent movies share cache lines.
/// </summary>
internal sealed class ItemItemRatings
{
    private ItemItemRatings(int[] catalogItems, int rowCount, int count)
    {
        CatalogItems = catalogItems;
        RowStarts = new int[rowCount + 1];
        Items = new int[count];
        Rows = new int[count];
        Later = new int[count];
        SourceWeights = new float[count];
        TargetWeights = new float[count];
        ColumnStarts = new int[catalogItems.Length + 1];
        ColumnPositions = new int[count];
    }

    /// <summary>The catalogue's item index of each movie that takes part.</summary>
    public int[] CatalogItems { get; }

    public int[] RowStarts { get; }

    /// <summary>Movie (renumbered), row, number of later ratings and weights by position; rows ordered by time.</summary>
    public int[] Items { get; }

    public int[] Rows { get; }

    public int[] Later { get; }

    public float[] SourceWeights { get; }

    public float[] TargetWeights { get; }

    /// <summary>Positions of each movie's ratings, rows ascending.</summary>
    public int[] ColumnStarts { get; }

    public int[] ColumnPositions { get; }

    public int ItemCount => CatalogItems.Length;

    public static ItemItemRatings Of(RatingMatrix matrix, ItemItemOptions options)
    {
        var counts = new int[matrix.ItemCount];
        foreach (var item in matrix.Items)
            counts[item]++;
        int[] chosen = [.. Enumerable.Range(0, matrix.ItemCount)
            .Where(item => counts[item] >= options.MinimumRatings)
            .OrderByDescending(item => counts[item])
            .Take(options.MaximumItems)];
        var renumbered = new int[matrix.ItemCount];
        Array.Fill(renumbered, -1);
        for (var item = 0; item < chosen.Length; item++)
            renumbered[chosen[item]] = item;

        var ratings = new ItemItemRatings(chosen, matrix.UserCount, chosen.Sum(item => counts[item]));
        ratings.FillRows(matrix, renumbered, options);
        ratings.FillColumns();
        return ratings;
    }

    /// <summary>Returns the widest window whose number of pairs stays within the budget.</summary>
    public int WindowWithin(long pairBudget)
    {
        var longest = 1;
        for (var row = 0; row + 1 < RowStarts.Length; row++)
            longest = Math.Max(longest, RowStarts[row + 1] - RowStarts[row]);
        var (low, high) = (1, longest);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (PairsWithin(middle) <= pairBudget)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private long PairsWithin(int window)
    {
        var pairs = 0L;
        for (var row = 0; row + 1 < RowStarts.Length; row++)
        {
            long length = RowStarts[row + 1] - RowStarts[row];
            pairs += length * Math.Min(length, (2L * window) + 1);
        }

        return pairs;
    }

    private void FillRows(RatingMatrix matrix, int[] renumbered, ItemItemOptions options)
    {
        var next = 0;
        for (var user = 0; user < matrix.UserCount; user++)
        {
            RowStarts[user] = next;
            var history = matrix.History(user);
            var later = new int[history.Count];
            RatingOrder.CountLater(history.Timestamps, later);
            for (var place = 0; place < history.Count; place++)
            {
                var item = renumbered[history.Items[place]];
                if (item < 0)
                    continue;
                Items[next] = item;
                Rows[next] = user;
                Later[next] = later[place];
                SourceWeights[next] = options.Source.Of(history.Ratings[place]);
                TargetWeights[next] = options.Target.Of(history.Ratings[place]);
                next++;
            }
        }

        RowStarts[^1] = next;
    }

    private void FillColumns()
    {
        foreach (var item in Items)
            ColumnStarts[item + 1]++;
        for (var item = 0; item < ItemCount; item++)
            ColumnStarts[item + 1] += ColumnStarts[item];
        var next = ColumnStarts.AsSpan(0, ItemCount).ToArray();
        for (var position = 0; position < Items.Length; position++)
            ColumnPositions[next[Items[position]]++] = position;
    }
}
