using Recofilm.Core.Catalog;

namespace Recofilm.Benchmarks.Content;

/// <summary>
/// A catalogue of the size and sparsity of MovieLens' latest small set: 9,742 movies, 1 to 4 of 19 genres, years with a
/// long tail to the past, title words and tags by Zipf's law.
/// </summary>
public static class SyntheticCatalog
{
    private const int TagCount = 3683;
    private const int TagVocabulary = 1500;
    private const int WordVocabulary = 8000;

    public static MovieCatalog Create(int movies = 9742)
    {
        var random = new Random(17);
        return new MovieCatalog(
            Enumerable.Range(1, movies).Select(id => new Movie(
                id,
                string.Join(' ', Enumerable.Range(0, 1 + random.Next(4)).Select(_ => $"word{Zipf(random, WordVocabulary)}")),
                2018 - (int)Math.Min(110, -20 * Math.Log(1 - random.NextDouble())),
                [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => $"Genre {Zipf(random, 19)}").Distinct()])),
            Enumerable.Range(0, TagCount).Select(user => new MovieTag(
                user, 1 + (int)(Math.Pow(random.NextDouble(), 3) * movies), $"some tag {Zipf(random, TagVocabulary)}", null)));
    }

    private static int Zipf(Random random, int size) => (int)Math.Pow(size + 1, random.NextDouble()) - 1;
}
