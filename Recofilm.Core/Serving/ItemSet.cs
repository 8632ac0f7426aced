using System.Numerics;

namespace Recofilm.Core.Serving;

/// <summary>A set of item indices, one bit each.</summary>
public sealed class ItemSet
{
    private readonly ulong[] _words;

    private ItemSet(ulong[] words, int count) => (_words, Capacity) = (words, count);

    /// <summary>The number of item indices, in the set or not.</summary>
    public int Capacity { get; }

    /// <summary>Creates the set of the items that satisfy a condition.</summary>
    /// <param name="capacity">The number of item indices.</param>
    /// <param name="condition">The condition, called once for each item index.</param>
    public static ItemSet Where(int capacity, Func<int, bool> condition)
    {
        var words = new ulong[(capacity + 63) / 64];
        for (var item = 0; item < capacity; item++)
        {
            if (condition(item))
                words[item >> 6] |= 1UL << item;
        }

        return new ItemSet(words, capacity);
    }

    /// <summary>Whether an item is in the set.</summary>
    public bool Contains(int item) => (_words[item >> 6] & (1UL << item)) != 0;

    /// <summary>Returns the items that are in both sets, which must have the same capacity.</summary>
    public ItemSet Intersect(ItemSet other)
    {
        var words = new ulong[_words.Length];
        for (var word = 0; word < words.Length; word++)
            words[word] = _words[word] & other._words[word];
        return new ItemSet(words, Capacity);
    }

    /// <summary>Returns the items of this set without some.</summary>
    public ItemSet Without(IEnumerable<int> items)
    {
        ulong[] words = [.. _words];
        foreach (var item in items)
            words[item >> 6] &= ~(1UL << item);
        return new ItemSet(words, Capacity);
    }

    /// <summary>Excludes the items that are not in the set.</summary>
    /// <param name="scores">Scores by item index; an excluded item's becomes <see cref="float.NegativeInfinity"/>.</param>
    public void RemoveOthers(Span<float> scores)
    {
        for (var word = 0; word < _words.Length; word++)
        {
            var missing = ~_words[word];
            if (word == _words.Length - 1 && (Capacity & 63) != 0)
                missing &= (1UL << Capacity) - 1;
            for (; missing != 0; missing &= missing - 1)
                scores[(word << 6) + BitOperations.TrailingZeroCount(missing)] = float.NegativeInfinity;
        }
    }
}
