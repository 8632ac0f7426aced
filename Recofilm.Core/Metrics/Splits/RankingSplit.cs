using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Metrics.Splits;

/// <summary>
/// Ratings divided into a train part, which models learn from, and a test part, which they predict. Both parts share user and
/// item indices.
/// </summary>
public sealed class RankingSplit
{
    private readonly int[] _users;
    private readonly int[][] _relevant;
    private readonly long? _cut;

    /// <summary>Finds the users to evaluate: those with a relevant test rating.</summary>
    /// <param name="train">The ratings that models train on and that users' histories hold.</param>
    /// <param name="test">The held-back ratings of the same users and items; no rating is in both.</param>
    /// <param name="relevantFrom">The lowest relevant rating.</param>
    /// <param name="cut">
    /// The time in Unix seconds from which nothing of any user is known; <see langword="null"/> when each user has their own.
    /// </param>
    /// <param name="onlyTrained">Whether only movies with a train rating are candidates.</param>
    /// <exception cref="ArgumentException">The parts do not share their users and items.</exception>
    public RankingSplit(
        RatingMatrix train, RatingMatrix test, float relevantFrom = EvaluationProtocol.RelevantRating, long? cut = null,
        bool onlyTrained = false)
    {
        if (!train.UserIds.SequenceEqual(test.UserIds) || train.ItemCount != test.ItemCount)
            throw new ArgumentException("Train and test must share their users and items.", nameof(test));
        Train = train;
        Test = test;
        OnlyTrained = onlyTrained;
        _cut = cut;
        _relevant = new int[train.UserCount][];
        var users = new List<int>();
        for (var user = 0; user < train.UserCount; user++)
        {
            _relevant[user] = RelevantIn(test.History(user), relevantFrom);
            if (_relevant[user].Length > 0)
                users.Add(user);
        }

        _users = [.. users];
    }

    /// <summary>The train ratings; a user's row is the history that is folded in.</summary>
    public RatingMatrix Train { get; }

    /// <summary>The held-back ratings.</summary>
    public RatingMatrix Test { get; }

    /// <summary>Whether only movies with a train rating are candidates, instead of the whole catalogue.</summary>
    public bool OnlyTrained { get; }

    /// <summary>The users to evaluate, ascending: those with at least one relevant test rating.</summary>
    public ReadOnlySpan<int> Users => _users;

    /// <summary>The number of relevant test ratings of all users.</summary>
    public int RelevantCount => _relevant.Sum(items => items.Length);

    /// <summary>The number of relevant test ratings of movies without a train rating.</summary>
    public int ColdRelevantCount => _relevant.Sum(items => items.Count(item => Train.Columns.CountOf(item) == 0));

    /// <summary>Returns a user's relevant movies as ascending item indices.</summary>
    public ReadOnlySpan<int> RelevantOf(int user) => _relevant[user];

    /// <summary>Returns the user's train ratings at the moment of the first test rating, as a request would know them.</summary>
    public RatingHistory HistoryOf(int user)
    {
        var start = Test.RowStarts[user];
        return Test.HasTimestamps && start < Test.RowStarts[user + 1]
            ? Train.History(user, Test.Timestamps[start])
            : Train.History(user);
    }

    /// <summary>
    /// Returns the catalogue without the tags that a user gave after their test part began or to a movie of it. Other users' tags
    /// stay, as their ratings do, unless one cut holds for all.
    /// </summary>
    /// <param name="catalog">The movies with all tags.</param>
    public MovieCatalog TrainCatalog(MovieCatalog catalog) => catalog.WithTags(tag =>
    {
        if (_cut is { } cut && tag.CreatedAt is { } created && created.ToUnixTimeSeconds() >= cut)
            return false;
        var user = Test.UserIds.BinarySearch(tag.UserId);
        if (user < 0 || Test.RowStarts[user] == Test.RowStarts[user + 1])
            return true;
        var test = Test.History(user);
        var isLater = Test.HasTimestamps && tag.CreatedAt is { } time && time.ToUnixTimeSeconds() >= test.Timestamps[0];
        return !isLater && !(catalog.TryGetIndex(tag.MovieId, out var item) && test.Items.Contains(item));
    });

    /// <summary>Divides a matrix by a test flag per rating.</summary>
    /// <param name="ratings">All ratings.</param>
    /// <param name="isTest">One flag per position of <paramref name="ratings"/>.</param>
    public static RankingSplit ByMark(RatingMatrix ratings, ReadOnlySpan<bool> isTest)
    {
        var isTrain = new bool[isTest.Length];
        for (var position = 0; position < isTrain.Length; position++)
            isTrain[position] = !isTest[position];
        return new RankingSplit(ratings.Where(isTrain), ratings.Where(isTest));
    }

    private static int[] RelevantIn(in RatingHistory test, float relevantFrom)
    {
        var items = new List<int>();
        for (var i = 0; i < test.Count; i++)
        {
            if (test.Ratings[i] >= relevantFrom)
                items.Add(test.Items[i]);
        }

        items.Sort();
        return [.. items];
    }
}
