namespace Recofilm.Core.Ranking.ItemItem;

/// <summary>Computes the sums over users from which item-to-item weights are solved, one target movie at a time.</summary>
internal sealed class ItemItemProducts
{
    private readonly ItemItemRatings _ratings;
    private readonly int _window;
    private readonly int _farthest;

    // Indexed by δ = later(source) − later(target) + farthest, positive when the source was rated before the target.
    private readonly float[] _gramByDistance;
    private readonly float[] _crossByDistance;

    public ItemItemProducts(ItemItemRatings ratings, ItemItemOptions options)
    {
        _ratings = ratings;
        _window = ratings.WindowWithin(options.PairBudget);
        foreach (var later in ratings.Later)
            _farthest = Math.Max(_farthest, later);
        _gramByDistance = new float[(2 * _farthest) + 1];
        _crossByDistance = new float[(2 * _farthest) + 1];
        for (var distance = -_farthest; distance <= _farthest; distance++)
        {
            var apart = Math.Abs(distance);
            var direction = 1 + Math.Sign(distance);
            _gramByDistance[distance + _farthest] = options.GramDecay.Of(apart);
            _crossByDistance[distance + _farthest] = (options.UndirectedShare * options.UndirectedDecay.Of(apart))
                + ((1 - options.UndirectedShare) * direction * options.DirectedDecay.Of(apart));
        }
    }

    /// <summary>Returns G_ii of every movie.</summary>
    public float[] Diagonal()
    {
        var diagonal = new float[_ratings.ItemCount];
        for (var position = 0; position < _ratings.Items.Length; position++)
            diagonal[_ratings.Items[position]] += _ratings.SourceWeights[position] * _ratings.SourceWeights[position];
        return diagonal;
    }

    public Scratch CreateScratch() => new(_ratings.ItemCount);

    /// <summary>Sums G_·j and C_·j of one target.</summary>
    public void Accumulate(int target, Scratch scratch)
    {
        scratch.Clear();
        var (items, later, source) = (_ratings.Items, _ratings.Later, _ratings.SourceWeights);
        var (sums, gram, cross) = (scratch.Sums, _gramByDistance, _crossByDistance);
        for (var column = _ratings.ColumnStarts[target]; column < _ratings.ColumnStarts[target + 1]; column++)
        {
            var position = _ratings.ColumnPositions[column];
            var row = _ratings.Rows[position];
            var start = Math.Max(_ratings.RowStarts[row], position - _window);
            var end = Math.Min(_ratings.RowStarts[row + 1], position + _window + 1);
            var offset = _farthest - later[position];
            var sourceWeight = source[position];
            var targetWeight = _ratings.TargetWeights[position];
            for (var other = start; other < end; other++)
            {
                var distance = later[other] + offset;
                var place = 2 * items[other];
                sums[place] += source[other] * sourceWeight * gram[distance];
                sums[place + 1] += source[other] * targetWeight * cross[distance];
            }
        }
    }

    /// <summary>One thread's sums. G and C of a movie are adjacent, because they are always accessed together.</summary>
    public sealed class Scratch(int itemCount)
    {
        public float[] Sums { get; } = new float[2 * itemCount];

        public void Clear() => Array.Clear(Sums);

        public float Cross(int item) => Sums[(2 * item) + 1];

        /// <summary>Returns G_j0 … G_jj.</summary>
        public float[] GramRow(int target)
        {
            var row = new float[target + 1];
            for (var item = 0; item <= target; item++)
                row[item] = Sums[2 * item];
            return row;
        }
    }
}
