using Recofilm.Core.Fitting;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Training;

/// <summary>
/// Makes the lists that models recommend to invented users of their own catalogue. Training records them in the manifest, and a
/// loaded version must make the same lists. This detects files that were damaged before their checksums were computed.
/// </summary>
internal static class ReferenceLists
{
    private const int Users = 4;
    private const int RatingsOfUser = 5;
    private const int Length = 10;

    // Another processor adds in another order, which can move a candidate near a tree's threshold to its other side.
    private const float ScoreTolerance = 0.02f;
    private const float Agreement = 0.8f;

    private static readonly float[] _ratings = [5, 4.5f, 2, 4, 5];

    /// <summary>Makes the lists of some models.</summary>
    /// <param name="models">The models that recommend.</param>
    /// <param name="at">The time of the request; recommendations depend on the age of ratings.</param>
    public static IReadOnlyList<ReferenceList> Of(ModelSet models, DateTimeOffset at)
    {
        var lists = new List<ReferenceList>();
        for (var user = 0; user < Users && models.Catalog.Count > RatingsOfUser; user++)
            lists.AddRange(OfUser(models, ItemsOf(models, user), at.ToUnixTimeSeconds()));
        return lists;
    }

    /// <summary>Compares loaded models with the lists that training recorded.</summary>
    /// <exception cref="InvalidDataException">A list differs by more than a change of processor explains.</exception>
    public static void Verify(ModelSet models, DateTimeOffset at, IReadOnlyList<ReferenceList> recorded)
    {
        if (recorded.Count == 0)
            return;
        var lists = Of(models, at);
        if (lists.Count != recorded.Count)
        {
            throw new InvalidDataException(
                $"The model makes {lists.Count} reference lists; its manifest has {recorded.Count}.");
        }

        foreach (var (place, expected) in recorded.Index())
        {
            var agreeing = CountAgreeing(expected, lists[place]);
            if (agreeing < Agreement * expected.MovieIds.Count)
            {
                throw new InvalidDataException(
                    $"The model's {expected.Model} list {place} agrees with that of its training in {agreeing} of "
                        + $"{expected.MovieIds.Count} movies.");
            }
        }
    }

    private static int CountAgreeing(ReferenceList expected, ReferenceList actual)
    {
        var scale = expected.Scores.Select(Math.Abs).DefaultIfEmpty(0).Max();
        var scores = actual.MovieIds.Zip(actual.Scores).ToDictionary(movie => movie.First, movie => movie.Second);
        return expected.MovieIds.Zip(expected.Scores).Count(movie =>
            scores.TryGetValue(movie.First, out var score) && Math.Abs(score - movie.Second) <= ScoreTolerance * scale);
    }

    // Even users have rated the most popular movies; odd users have rated movies spread over the catalogue.
    private static int[] ItemsOf(ModelSet models, int user)
    {
        var counts = models.Statistics.Counts.ToArray();
        var items = Enumerable.Range(0, counts.Length);
        int[] order = [.. user % 2 == 0 ? items.OrderByDescending(item => counts[item]) : items];
        var (first, step) = (user / 2, user % 2 == 0 ? 1 : (counts.Length - 1 - (user / 2)) / (RatingsOfUser - 1));
        return
        [
            .. Enumerable.Range(0, RatingsOfUser)
                .Select(place => order[Math.Min(first + (place * step), order.Length - 1)])
                .Distinct(),
        ];
    }

    private static IEnumerable<ReferenceList> OfUser(ModelSet models, int[] items, long at)
    {
        long[] timestamps = [.. items.Select((_, place) => at - (86_400L * (items.Length - place)))];
        var collaborative = new float[models.Catalog.Count];
        var hybrid = new float[models.Catalog.Count];
        var content = new float[models.Catalog.Count];
        var history = new RatingHistory(items, _ratings.AsSpan(0, items.Length), timestamps, at);
        models.Collaborative.Score(history, collaborative);
        models.Hybrid.Score(history, hybrid);
        models.Content.ScoreSimilar(items[0], content);
        var best = Best(models, "hybrid", hybrid, items, out var listed);
        var predicted = new float[listed.Length];
        models.Svd.Predict(history, listed, predicted);
        return
        [
            Best(models, "collaborative", collaborative, items, out _), best, Best(models, "content", content, items, out _),
            new ReferenceList("svd", best.MovieIds, predicted),
        ];
    }

    private static ReferenceList Best(ModelSet models, string model, float[] scores, int[] known, out int[] listed)
    {
        foreach (var item in known)
            scores[item] = float.NegativeInfinity;
        var top = new int[Length];
        listed = top[..TopK.Select(scores, top)];
        return new ReferenceList(
            model, [.. listed.Select(item => models.Catalog[item].MovieId)], [.. listed.Select(item => scores[item])]);
    }
}
