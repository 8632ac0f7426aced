namespace Recofilm.Core.Ratings;

/// <summary>The ratings of a <see cref="RatingMatrix"/> by item: compressed columns, users ascending in each.</summary>
public sealed class ItemColumns
{
    private readonly int[] _columnStarts;
    private readonly int[] _users;
    private readonly float[] _ratings;

    private ItemColumns(int[] columnStarts, int[] users, float[] ratings)
    {
        _columnStarts = columnStarts;
        _users = users;
        _ratings = ratings;
    }

    /// <summary>Column <c>i</c> occupies <c>ColumnStarts[i]</c> up to <c>ColumnStarts[i + 1]</c>; length items + 1.</summary>
    public ReadOnlySpan<int> ColumnStarts => _columnStarts;

    /// <summary>The user index at each place.</summary>
    public ReadOnlySpan<int> Users => _users;

    /// <summary>The rating at each place.</summary>
    public ReadOnlySpan<float> Ratings => _ratings;

    /// <summary>The columns as arrays, for code that processes them on several threads.</summary>
    internal RatingLists Lists => new(_columnStarts, _users, _ratings);

    /// <summary>Counts the users who rated an item.</summary>
    public int CountOf(int item) => _columnStarts[item + 1] - _columnStarts[item];

    internal static ItemColumns Transpose(RatingMatrix matrix)
    {
        var starts = new int[matrix.ItemCount + 1];
        foreach (var item in matrix.Items)
            starts[item + 1]++;
        for (var item = 0; item < matrix.ItemCount; item++)
            starts[item + 1] += starts[item];

        var next = starts.AsSpan(0, matrix.ItemCount).ToArray();
        var users = new int[matrix.Count];
        var ratings = new float[matrix.Count];
        for (var user = 0; user < matrix.UserCount; user++)
        {
            for (var position = matrix.RowStarts[user]; position < matrix.RowStarts[user + 1]; position++)
            {
                var place = next[matrix.Items[position]]++;
                users[place] = user;
                ratings[place] = matrix.Ratings[position];
            }
        }

        return new ItemColumns(starts, users, ratings);
    }
}
