using Recofilm.Core.Numerics;

namespace Recofilm.Core.Datasets.Sample;

/// <summary>
/// A simulated user: some interests (genres or tags sought out), some aversions, a favourite era, and a habit of rating
/// high or low.
/// </summary>
internal sealed class SimulatedUser
{
    private const double EraWidth = 15;
    private const double EraLiking = 0.5;

    private readonly (int Trait, double Liking)[] _tastes;
    private readonly double _favouriteYear;

    private SimulatedUser((int Trait, double Liking)[] tastes, double favouriteYear, double bias)
    {
        _tastes = tastes;
        _favouriteYear = favouriteYear;
        Bias = bias;
    }

    /// <summary>The amount that the user adds to every rating, in stars.</summary>
    public double Bias { get; }

    /// <summary>The traits the user seeks out, strongest first.</summary>
    public IEnumerable<int> Interests => _tastes.Where(taste => taste.Liking > 0).Select(taste => taste.Trait);

    /// <summary>Draws a user: 3 to 5 interests, 1 or 2 aversions.</summary>
    public static SimulatedUser Draw(FilmTraits films, Random random)
    {
        var interests = 3 + random.Next(3);
        var traits = new List<int>();
        while (traits.Count < interests + 1 + random.Next(2))
        {
            var trait = films.Interests[random.NextIndex(films.InterestWeights)];
            if (!traits.Contains(trait))
                traits.Add(trait);
        }

        var tastes = traits.Select((trait, place) =>
            (trait, place < interests ? 1.2 - (0.15 * place) : -0.8)).ToArray();
        return new SimulatedUser(tastes, 1998 + (14 * random.NextNormal()), 0.35 * random.NextNormal());
    }

    /// <summary>Returns how well a film suits the user's taste; 0 for an indifferent film.</summary>
    public double TasteFor(FilmTraits films, int item)
    {
        var distance = (films.Years[item] - _favouriteYear) / EraWidth;
        var taste = EraLiking * (Math.Exp(-0.5 * distance * distance) - 0.5);
        foreach (var (trait, liking) in _tastes)
        {
            if (films.Has(item, trait))
                taste += liking;
        }

        return taste;
    }
}
