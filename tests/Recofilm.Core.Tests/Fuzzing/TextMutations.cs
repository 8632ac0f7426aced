using CsCheck;

namespace Recofilm.Core.Tests.Fuzzing;

/// <summary>Ways to damage the bytes of a file.</summary>
internal static class TextMutations
{
    // Numbers at which lengths, offsets and signs go wrong.
    private static readonly long[] _words =
    [
        0, 1, -1, 2, 7, 8, 255, 256, 65_535, 65_536,
        int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 40,
    ];

    /// <summary>Damage of one to four places: overwritten, set to a number, cut out, doubled, or cut off.</summary>
    public static Gen<Damage[]> Damages { get; } =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, int.MaxValue - 1], Gen.Int[1, 64], Gen.Int[0, _words.Length - 1], Gen.Byte)
            .Select((kind, place, length, word, value) => new Damage(kind, place, length, _words[word], value)).Array[1, 4];

    /// <summary>Damages bytes.</summary>
    public static byte[] Apply(byte[] bytes, IEnumerable<Damage> damages) =>
        damages.Aggregate(bytes, (current, damage) => current.Length == 0 ? current : damage.Apply([.. current]));
}

/// <summary>A change of a file's bytes.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Place">Where, modulo the file's length.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Word">A number that is written.</param>
/// <param name="Value">A byte that is written.</param>
internal sealed record Damage(int Kind, int Place, int Length, long Word, byte Value)
{
    /// <summary>The bytes after it.</summary>
    public byte[] Apply(byte[] bytes)
    {
        var start = Place % bytes.Length;
        var end = Math.Min(start + Length, bytes.Length);
        switch (Kind)
        {
            case 0:
                bytes.AsSpan(start..end).Fill(Value);
                return bytes;
            case 1:
                bytes[start] ^= (byte)(1 << (Value & 7));
                return bytes;
            case 2:
                BitConverter.GetBytes((int)Word).AsSpan(0, Math.Min(4, bytes.Length - (start & ~3)))
                    .CopyTo(bytes.AsSpan(start & ~3));
                return bytes;
            case 3:
                BitConverter.GetBytes(Word).AsSpan(0, Math.Min(8, bytes.Length - (start & ~7))).CopyTo(bytes.AsSpan(start & ~7));
                return bytes;
            case 4:
                return [.. bytes[..start], .. bytes[end..]];
            default:
                return Value < 128 ? [.. bytes[..end], .. bytes[start..]] : bytes[..start];
        }
    }
}
