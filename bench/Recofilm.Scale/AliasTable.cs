namespace Recofilm.Scale;

/// <summary>Draws from a discrete distribution in constant time: the alias method (Walker 1977; Vose 1991).</summary>
public sealed class AliasTable
{
    private readonly double[] _keep;
    private readonly int[] _alias;

    /// <summary>Builds the table.</summary>
    /// <param name="weights">Non-negative weights, not all zero.</param>
    public AliasTable(ReadOnlySpan<double> weights)
    {
        _keep = new double[weights.Length];
        _alias = new int[weights.Length];
        double total = 0;
        foreach (var weight in weights)
            total += weight;
        Stack<int> small = new(), large = new();
        for (var i = 0; i < weights.Length; i++)
        {
            _keep[i] = weights[i] * weights.Length / total;
            (_keep[i] < 1 ? small : large).Push(i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (less, more) = (small.Pop(), large.Pop());
            _alias[less] = more;
            _keep[more] -= 1 - _keep[less];
            (_keep[more] < 1 ? small : large).Push(more);
        }

        foreach (var rest in small.Concat(large))
            _keep[rest] = 1;
    }

    /// <summary>Draws an index with probability proportional to its weight.</summary>
    public int Draw(Random random)
    {
        var index = random.Next(_keep.Length);
        return random.NextDouble() < _keep[index] ? index : _alias[index];
    }
}
