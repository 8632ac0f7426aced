using Recofilm.Core.Models;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Baselines;

/// <summary>Gives every history a random order, always the same one, as a ranking without any knowledge.</summary>
/// <param name="seed">The same seed gives the same lists.</param>
public sealed class RandomBaseline(ulong seed = 1) : IRankingModel
{
    /// <inheritdoc/>
    public void Score(in RatingHistory history, Span<float> scores)
    {
        var state = Mix(seed);
        foreach (var item in history.Items)
            state = Mix(state ^ (ulong)item);
        for (var item = 0; item < scores.Length; item++)
            scores[item] = Mix(state + (ulong)item) >> 40;
    }

    // The output function of SplitMix64 (Steele, Lea & Flood 2014).
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
