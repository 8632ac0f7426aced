using Recofilm.Core.Catalog;
using Recofilm.Core.Numerics;

namespace Recofilm.Core.Datasets.Sample;

/// <summary>
/// The films as the simulated users see them: traits (genres and tags), the fame of each film, and a quality
/// on which everybody agrees.
/// </summary>
internal sealed class FilmTraits
{
    private const double QualityDeviation = 0.25;
    private const double QualityOfFame = 0.15;
    private const int InterestMovies = 8;

    private readonly HashSet<int>[] _traits;

    public FilmTraits(MovieCatalog catalog, Random random)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        _traits = new HashSet<int>[catalog.Count];
        Fame = new double[catalog.Count];
        Quality = new double[catalog.Count];
        Years = new int[catalog.Count];
        for (var item = 0; item < catalog.Count; item++)
        {
            _traits[item] = [];
            foreach (var name in catalog[item].Genres.Select(genre => "genre " + genre).Concat(catalog.TagsOf(item)))
            {
                if (!names.TryGetValue(name, out var trait))
                    names.Add(name, trait = names.Count);
                _traits[item].Add(trait);
            }

            // Better-known films carry more tags: 1 to 15 in the built-in catalogue.
            Fame[item] = Math.Log(1 + catalog.TagsOf(item).Count);
            Quality[item] = (QualityDeviation * random.NextNormal()) + (QualityOfFame * (Fame[item] - 2));
            Years[item] = catalog[item].Year ?? 2000;
        }

        TraitCount = names.Count;
        var weights = new double[TraitCount];
        var movies = new int[TraitCount];
        foreach (var (item, traits) in _traits.Index())
        {
            foreach (var trait in traits)
            {
                weights[trait] += Fame[item];
                movies[trait]++;
            }
        }

        Interests = [.. Enumerable.Range(0, TraitCount).Where(trait => movies[trait] >= InterestMovies)];
        InterestWeights = [.. Interests.Select(trait => Math.Sqrt(weights[trait]))];
    }

    /// <summary>The number of distinct genres and tags.</summary>
    public int TraitCount { get; }

    /// <summary>The fame of each film, by item index.</summary>
    public double[] Fame { get; }

    /// <summary>
    /// The amount that every user adds to the rating of a film, negative for a bad film, in stars, by item index.
    /// </summary>
    public double[] Quality { get; }

    /// <summary>The year of release by item index.</summary>
    public int[] Years { get; }

    /// <summary>Traits common enough for a user to seek them.</summary>
    public int[] Interests { get; }

    /// <summary>The weight with which a user seeks each of <see cref="Interests"/>.</summary>
    public double[] InterestWeights { get; }

    /// <summary>Returns whether a film has a trait.</summary>
    public bool Has(int item, int trait) => _traits[item].Contains(trait);
}
