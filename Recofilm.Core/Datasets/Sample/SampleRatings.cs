using Recofilm.Core.Catalog;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Datasets.Sample;

/// <summary>
/// Simulates the ratings of users with tastes, so that models have true preferences to learn. Users visit
/// at intervals of days to months, from 2020 on. In a visit a user follows a mood, one of their interests,
/// and picks films one after the other, seconds apart, with probability in proportion to
/// <c>exp(2.2 · fame + 1.3 · taste + 1.5 · [has the mood's trait])</c>. The user rates them
/// <c>3.2 + user bias + film quality + 0.5 · taste + noise</c>, with noise of deviation 0.6, rounded to
/// half stars from 0.5 to 5.
/// </summary>
public static class SampleRatings
{
    private const double FamePull = 2.2;
    private const double TastePull = 1.3;
    private const double MoodPull = 1.5;
    private const double MeanRating = 3.2;
    private const double RatingOfTaste = 0.5;
    private const double RatingNoise = 0.6;
    private const double ActivitySpread = 0.8;
    private const int MinimumRatings = 10;
    private const int VisitLength = 15;
    private const long FirstVisit = 1_577_836_800;
    private const long SpanOfFirstVisits = 3L * 365 * 86_400;
    private const double ShortestGap = 1.5 * 86_400;

    /// <summary>Simulates the ratings of a catalogue. The same catalogue and options give the same ratings.</summary>
    /// <param name="catalog">The films; a film's number of tags stands for its fame.</param>
    /// <param name="options">The simulated users; the defaults when omitted.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the catalogue has fewer than 10 films.</exception>
    public static RatingMatrix Simulate(MovieCatalog catalog, SampleOptions? options = null)
    {
        options ??= new SampleOptions();
        options.Validate();
        if (catalog.Count < MinimumRatings)
        {
            throw new ArgumentException(
                $"The catalogue must have at least {MinimumRatings} films; got {catalog.Count}.", nameof(catalog));
        }

        var random = new Random(options.Seed);
        var films = new FilmTraits(catalog, random);
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: true, options.Users * options.MeanRatings);
        for (var user = 1; user <= options.Users; user++)
            Simulate(user, catalog, films, CountOf(options, catalog.Count, random), random, builder);
        return builder.Build();
    }

    private static int CountOf(SampleOptions options, int films, Random random)
    {
        var mean = Math.Log(options.MeanRatings) - (ActivitySpread * ActivitySpread / 2);
        var count = Math.Exp(mean + (ActivitySpread * random.NextNormal()));
        return Math.Clamp((int)Math.Round(count), MinimumRatings, Math.Max(MinimumRatings, films / 2));
    }

    private static void Simulate(
        int userId, MovieCatalog catalog, FilmTraits films, int count, Random random, RatingMatrixBuilder builder)
    {
        var user = SimulatedUser.Draw(films, random);
        int[] interests = [.. user.Interests];
        var tastes = new double[catalog.Count];
        for (var item = 0; item < tastes.Length; item++)
            tastes[item] = user.TasteFor(films, item);

        var seen = new bool[catalog.Count];
        var time = FirstVisit + (long)(random.NextDouble() * SpanOfFirstVisits);
        while (count > 0)
        {
            var visit = Math.Min(count, 1 + (int)(-VisitLength * Math.Log(1 - random.NextDouble())));
            var mood = interests[random.Next(interests.Length)];
            foreach (var item in Pick(films, tastes, mood, seen, visit, random))
            {
                seen[item] = true;
                time += 4 + random.Next(40);
                var rating = MeanRating + user.Bias + films.Quality[item] + (RatingOfTaste * tastes[item])
                    + (RatingNoise * random.NextNormal());
                builder.Add(userId, catalog[item].MovieId, (float)Math.Clamp(Math.Round(rating * 2) / 2, 0.5, 5), time);
            }

            count -= visit;
            time += (long)(ShortestGap * Math.Exp(Math.Abs(random.NextNormal()) * 1.5));
        }
    }

    // The items with the largest log-weight plus Gumbel noise are draws without replacement (Efraimidis and Spirakis 2006).
    private static int[] Pick(FilmTraits films, double[] tastes, int mood, bool[] seen, int number, Random random)
    {
        var keys = new double[tastes.Length];
        for (var item = 0; item < keys.Length; item++)
        {
            var pull = (FamePull * films.Fame[item]) + (TastePull * tastes[item]) + (films.Has(item, mood) ? MoodPull : 0);
            keys[item] = pull + random.NextGumbel();
        }

        return
        [
            .. Enumerable.Range(0, keys.Length).Where(item => !seen[item]).OrderByDescending(item => keys[item]).Take(number),
        ];
    }
}
