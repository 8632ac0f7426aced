using System.Globalization;
using Recofilm.Core.Catalog;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Ratings;
using Recofilm.Core.Serving;

namespace Recofilm.Lab.Report;

/// <summary>Lists of a version for some users and some movies, which are the same ones for the same data.</summary>
/// <param name="model">The version as it would serve.</param>
/// <param name="time">The clock of the requests.</param>
internal sealed class CardExamples(ModelLease model, TimeProvider time)
{
    private const int LikedShown = 5;
    private const int AnchorsShown = 3;

    private static readonly double[] _activities = [0.1, 0.5, 0.9];
    private static readonly UserHistory _stranger = new(UserRole.User, [], [], [], []);
    private static readonly HybridRequest _request = new();

    private readonly Recommender _recommender = new(time);

    private MovieCatalog Catalog => model.Models.Catalog;

    /// <summary>
    /// Returns lists for the users at the 10th, 50th and 90th percentile of activity, whom the card describes by the movies
    /// they like and never by their identifier.
    /// </summary>
    public IReadOnlyList<CardExample> Users(TrainingData data)
    {
        var starts = data.Ratings.RowStarts.ToArray();
        int[] byActivity =
        [
            .. Enumerable.Range(0, data.Ratings.UserCount).Where(user => starts[user] < starts[user + 1])
                .OrderBy(user => starts[user + 1] - starts[user]).ThenBy(user => user),
        ];
        return
        [
            .. _activities.Select(share => (int)(share * byActivity.Length)).Distinct()
                .Where(place => place < byActivity.Length).Select(place => OfUser(data, byActivity[place])),
        ];
    }

    /// <summary>Returns lists of similar movies for the movies with the most ratings.</summary>
    public IReadOnlyList<CardExample> Movies()
    {
        var counts = model.Models.Statistics.Counts.ToArray();
        return
        [
            .. Enumerable.Range(0, counts.Length).OrderByDescending(item => counts[item]).ThenBy(item => item)
                .Take(AnchorsShown).Select(item => OfMovie(Catalog[item], counts[item])),
        ];
    }

    private CardExample OfMovie(Movie movie, int ratings) => new(
        Describe(movie.Title, movie.Year),
        string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", movie.Genres)}; {ratings:N0} ratings"),
        [("By content", Similar(movie, Similarity.Content)), ("By who likes it", Similar(movie, Similarity.Collaborative))]);

    private CardExample OfUser(TrainingData data, int user)
    {
        var history = data.Ratings.History(user);
        int[] items = [.. history.Items];
        var known = new UserHistory(
            UserRole.User, [.. items.Select(item => data.Catalog[item].MovieId)], history.Ratings.ToArray(),
            history.HasTimestamps ? history.Timestamps.ToArray() : new long[items.Length], []);
        var liked = items.Zip(known.Ratings).OrderByDescending(pair => pair.Second).Take(LikedShown)
            .Select(pair => Describe(data.Catalog[pair.First].Title, data.Catalog[pair.First].Year));
        return new CardExample(
            $"A user with {items.Length.ToString("N0", CultureInfo.InvariantCulture)} ratings",
            $"likes {string.Join("; ", liked)}",
            [
                ("Hybrid", Titles(_recommender.Hybrid(model, 0, known, _request))),
                ("Collaborative", Titles(_recommender.Collaborative(model, 0, known, _request))),
            ]);
    }

    private IReadOnlyList<string> Similar(Movie movie, Similarity similarity) =>
        Titles(_recommender.Similar(model, 0, _stranger, movie.MovieId, similarity, _request));

    private static IReadOnlyList<string> Titles(RecommendationList list) =>
        [.. list.Recommendations.Select(movie => Describe(movie.Title, movie.Year))];

    private static string Describe(string title, int? year) => year is null ? title : $"{title} ({year})";
}
