namespace Recofilm.Core.Numerics;

/// <summary>
/// Random numbers that are a pure function of (seed, sweep, stream, id) and of the position in the sequence: Philox4x32-10
/// of Salmon, Moraes, Dror &amp; Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3". The same key gives the same
/// numbers in any order of keys and on any thread. A mutable value: pass it by reference or keep it in a local.
/// </summary>
public struct CounterRandom
{
    internal const uint Multiplier0 = 0xD2511F53;
    internal const uint Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9;
    internal const uint Weyl1 = 0xBB67AE85;
    internal const int Rounds = 10;

    private readonly ulong _seed;
    private readonly uint _sweep;
    private readonly uint _stream;
    private readonly uint _id;
    private uint _block;
    private Words _words;
    private int _left;

    /// <summary>Starts the sequence of a key.</summary>
    /// <param name="seed">The seed of the whole computation.</param>
    /// <param name="sweep">The number of the pass over the data.</param>
    /// <param name="stream">The purpose of the numbers.</param>
    /// <param name="id">The index of the user, item or parameter.</param>
    public CounterRandom(ulong seed, int sweep, RandomStreamId stream, int id)
    {
        _seed = seed;
        _sweep = (uint)sweep;
        _stream = (uint)stream;
        _id = (uint)id;
    }

    /// <summary>A uniform 32-bit word.</summary>
    public uint NextUInt32()
    {
        if (_left == 0)
        {
            _words = Block(new Words(_block++, _id, _sweep, _stream), (uint)_seed, (uint)(_seed >> 32));
            _left = 4;
        }

        return --_left switch { 3 => _words.X0, 2 => _words.X1, 1 => _words.X2, _ => _words.X3 };
    }

    /// <summary>A uniform number strictly between 0 and 1, of 53 random bits.</summary>
    public double NextUniform()
    {
        var bits = (((ulong)NextUInt32() << 32) | NextUInt32()) >> 11;
        return (bits + 0.5) * (1.0 / (1UL << 53));
    }

    /// <summary>A standard normal number (Box &amp; Muller, 1958).</summary>
    public double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(NextUniform())) * Math.Cos(2 * Math.PI * NextUniform());

    /// <summary>A Gamma(shape, 1) number (Marsaglia &amp; Tsang, 2000; shapes below 1 by their boost).</summary>
    /// <param name="shape">Positive.</param>
    public double NextGamma(double shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape);
        if (shape < 1)
            return NextGamma(shape + 1) * Math.Pow(NextUniform(), 1 / shape);

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = 1 + (c * x);
            if (v <= 0)
                continue;
            v = v * v * v;
            if (Math.Log(NextUniform()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }

    /// <summary>Fills a span with standard normal numbers.</summary>
    public void FillNormal(Span<double> values)
    {
        foreach (ref var value in values)
            value = NextNormal();
    }

    /// <summary>One application of the bijection: ten rounds on a 128-bit counter under a 64-bit key.</summary>
    internal static Words Block(Words counter, uint key0, uint key1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * counter.X0;
            var product1 = (ulong)Multiplier1 * counter.X2;
            counter = new Words(
                (uint)(product1 >> 32) ^ counter.X1 ^ key0, (uint)product1,
                (uint)(product0 >> 32) ^ counter.X3 ^ key1, (uint)product0);
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return counter;
    }

    /// <summary>128 bits as four words.</summary>
    internal readonly record struct Words(uint X0, uint X1, uint X2, uint X3);
}
