using System.Globalization;
using CsCheck;

namespace Recofilm.Testing;

/// <summary>
/// Runs a check on generated values: the same ones for the same seed. A value that fails is printed with its seed, beside
/// the smallest one that CsCheck finds to fail, too.
/// </summary>
public static class Fuzz
{
    private const ulong DefaultSeed = 20261129;
    private const int ShrinkingRuns = 500;

    /// <summary>The seed: <c>RECOFILM_FUZZ_SEED</c>, or always the same.</summary>
    public static ulong Seed { get; } = Read("RECOFILM_FUZZ_SEED") ?? DefaultSeed;

    /// <summary>By how much more than in CI is run: <c>RECOFILM_FUZZ_FACTOR</c>, or 1.</summary>
    public static int Factor { get; } = (int)(Read("RECOFILM_FUZZ_FACTOR") ?? 1);

    /// <summary>Checks values one after the other.</summary>
    /// <param name="generator">Makes them.</param>
    /// <param name="count">How many in CI.</param>
    /// <param name="check">Throws when something is wrong with one.</param>
    /// <param name="print">How a value is shown when it fails.</param>
    /// <param name="alike">Makes values like a failing one, to find a smaller; the same generator if left out.</param>
    /// <returns>How many values were checked.</returns>
    /// <exception cref="FuzzException">A value failed.</exception>
    public static async Task<int> RunAsync<T>(
        Gen<T> generator, int count, Func<T, Task> check, Func<T, string>? print = null, Func<T, Gen<T>>? alike = null)
    {
        var total = count * Factor;
        for (var run = 0; run < total; run++)
        {
            var random = new PCG((uint)run, Seed);
            var seed = random.ToString();
            var value = generator.Generate(random, null, out _);
            try
            {
                await check(value);
            }
            catch (Exception exception)
            {
                var smaller = alike is null
                    ? await ShrinkAsync(generator, check, print, seed)
                    : await ShrinkAsync(alike(value), check, print, seed: null);
                var text = print is null ? value?.ToString() : print(value);
                throw new FuzzException(
                    string.Create(CultureInfo.InvariantCulture, $"Run {run} of seed {Seed} failed: {text}\n{smaller}"),
                    exception);
            }
        }

        return total;
    }

    private static async Task<string> ShrinkAsync<T>(
        Gen<T> generator, Func<T, Task> check, Func<T, string>? print, string? seed)
    {
        try
        {
            await generator.SampleAsync(check, seed: seed, iter: ShrinkingRuns, threads: 1, print: print);
            return "It did not fail again.";
        }
        catch (CsCheckException smallest)
        {
            return smallest.Message;
        }
    }

    private static ulong? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : null;
}

/// <summary>A generated value failed its check.</summary>
/// <param name="message">The value, the seed, and the smallest value that fails likewise.</param>
/// <param name="inner">How it failed.</param>
public sealed class FuzzException(string message, Exception inner) : Exception(message, inner);
