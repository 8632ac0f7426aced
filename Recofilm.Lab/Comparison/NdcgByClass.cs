using Recofilm.Core.Catalog;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;

namespace Recofilm.Lab.Comparison;

/// <summary>The NDCG of each model's lists within one class of movies or requests.</summary>
/// <param name="Kind">The property that defines the classes.</param>
/// <param name="Name">The class.</param>
/// <param name="Lists">The number of lists in the class.</param>
/// <param name="Ndcg">NDCG@10 by model, in the report's order.</param>
public sealed record NdcgClass(string Kind, string Name, int Lists, IReadOnlyList<MeanEstimate> Ndcg);

/// <summary>
/// Shows where lists are good: by the age of the wanted movie (only movies of that age count as relevant), by the number of the
/// user's ratings in quarters of the requests, and by the time since the last rating.
/// </summary>
public static class NdcgByClass
{
    private const string Age = "age of the movie, years";
    private const string Count = "number of ratings";
    private const string Time = "time since the last rating";
    private const double SecondsOfYear = 31_556_952;

    private static readonly (string Name, double Below)[] _ages =
        [("< 1", 1), ("1 to 3", 3), ("3 to 10", 10), ("> 10", double.PositiveInfinity)];

    private static readonly (string Name, double Below)[] _times =
        [("< 1 hour", 3600), ("1 hour to 1 day", 86_400), ("1 to 30 days", 30 * 86_400), ("> 30 days", double.PositiveInfinity)];

    /// <summary>Divides the lists of a split. Without timestamps, and without lists, there are no classes.</summary>
    /// <param name="report">The lists of all models.</param>
    /// <param name="catalog">The movies, for their years of release.</param>
    public static IReadOnlyList<NdcgClass> Of(SplitReport report, MovieCatalog catalog)
    {
        Request[] requests = [.. report.Split.Cuts.Where(cut => cut.Test.HasTimestamps).SelectMany(Requests)];
        if (requests.Length == 0)
            return [];
        int[] counts = [.. requests.Select(request => request.Count).Order()];
        var quarters = Enumerable.Range(1, 3).Select(quarter => counts[counts.Length * quarter / 4]).Distinct();
        (string Name, double)[] bounds =
            [.. quarters.Select(bound => ($"< {bound}", (double)bound)), ("more", double.PositiveInfinity)];
        return
        [
            .. _ages.Select((age, place) => Within(Age, age.Name, request => [.. request.Relevant.Where(item =>
                catalog[item].Year is { } year && ClassOf(_ages, request.Year - year) == place)])),
            .. bounds.Select((bound, place) => Within(Count, bound.Name, request =>
                ClassOf(bounds, request.Count) == place ? request.Relevant : [])),
            .. _times.Select((time, place) => Within(Time, time.Name, request =>
                ClassOf(_times, request.SecondsSinceLast) == place ? request.Relevant : [])),
        ];

        NdcgClass Within(string kind, string name, Func<Request, int[]> relevantOf)
        {
            var relevant = Array.ConvertAll(requests, request => relevantOf(request));
            int[] places = [.. Enumerable.Range(0, requests.Length).Where(place => relevant[place].Length > 0)];
            int[] users = Array.ConvertAll(places, place => requests[place].User);
            return new(kind, name, places.Length, [.. report.Models.Select(model => MeanEstimate.Of(
                Array.ConvertAll(places, place => Ndcg(model.Result.Lists[place], relevant[place])), users))]);
        }
    }

    private static double Ndcg(int[] list, int[] relevant) =>
        RankingMetrics.Ndcg(Array.ConvertAll(list, relevant.Contains), relevant.Length);

    private static int ClassOf((string, double Below)[] classes, double value) =>
        Array.FindIndex(classes, bound => value < bound.Below);

    private static IEnumerable<Request> Requests(RankingSplit cut)
    {
        foreach (var user in cut.Users.ToArray())
        {
            var history = cut.HistoryOf(user);
            yield return new(
                user, cut.RelevantOf(user).ToArray(), history.Count, 1970 + (history.RequestTime / SecondsOfYear),
                history.SecondsSinceLastRating ?? 0);
        }
    }

    private sealed record Request(int User, int[] Relevant, int Count, double Year, long SecondsSinceLast);
}
