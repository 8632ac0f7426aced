using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Evaluation.Splits;

/// <summary>
/// Ratings divided into what a model may learn from and what it must foresee. Both parts share user and item indices.
/// </summary>
public sealed class RankingSplit
{
    private readonly int[] _users;
    private readonly int[][] _relevant;

    /// <summary>Finds the users to judge: those with a relevant test rating.</summary>
    /// <param name="train">What models train on and what users' histories hold.</param>
    /// <param name="test">What is held back, of the same users and items; no rating is in both.</param>
    /// <exception cref="ArgumentException">The parts do not share their users and items.</exception>
    public RankingSplit(RatingMatrix train, RatingMatrix test)
    {
        if (!train.UserIds.SequenceEqual(test.UserIds) || train.ItemCount != test.ItemCount)
            throw new ArgumentException("Train and test must share their users and items.", nameof(test));
        Train = train;
        Test = test;
        _relevant = new int[train.UserCount][];
        var users = new List<int>();
        for (var user = 0; user < train.UserCount; user++)
        {
            _relevant[user] = RelevantIn(test.History(user));
            if (_relevant[user].Length > 0)
                users.Add(user);
        }

        _users = [.. users];
    }

    /// <summary>What models train on; a user's row is the history that is folded in.</summary>
    public RatingMatrix Train { get; }

    /// <summary>What is held back.</summary>
    public RatingMatrix Test { get; }

    /// <summary>User indices to judge, ascending: users with at least one relevant test rating.</summary>
    public ReadOnlySpan<int> Users => _users;

    /// <summary>Relevant test ratings of all users.</summary>
    public int RelevantCount => _relevant.Sum(items => items.Length);

    /// <summary>Relevant test ratings of movies without a train rating.</summary>
    public int ColdRelevantCount => _relevant.Sum(items => items.Count(item => Train.Columns.CountOf(item) == 0));

    /// <summary>The movies a user wanted, as ascending item indices.</summary>
    public ReadOnlySpan<int> RelevantOf(int user) => _relevant[user];

    /// <summary>The user's train ratings as at the moment of the first test rating: all that a request would know.</summary>
    public RatingHistory HistoryOf(int user)
    {
        var start = Test.RowStarts[user];
        return Test.HasTimestamps && start < Test.RowStarts[user + 1]
            ? Train.History(user, Test.Timestamps[start])
            : Train.History(user);
    }

    /// <summary>
    /// The catalogue as far as the train part knows it: without the tags that a user gave after their test part began, or to
    /// a movie of it. What other users wrote stays, as their ratings do.
    /// </summary>
    /// <param name="catalog">The movies with all tags.</param>
    public MovieCatalog TrainCatalog(MovieCatalog catalog) => catalog.WithTags(tag =>
    {
        var user = Test.UserIds.BinarySearch(tag.UserId);
        if (user < 0 || Test.RowStarts[user] == Test.RowStarts[user + 1])
            return true;
        var test = Test.History(user);
        var isLater = Test.HasTimestamps && tag.CreatedAt is { } time && time.ToUnixTimeSeconds() >= test.Timestamps[0];
        return !isLater && !(catalog.TryGetIndex(tag.MovieId, out var item) && test.Items.Contains(item));
    });

    /// <summary>Divides a matrix by marking what is held back.</summary>
    /// <param name="ratings">All ratings.</param>
    /// <param name="isTest">One flag a position of <paramref name="ratings"/>.</param>
    public static RankingSplit ByMark(RatingMatrix ratings, ReadOnlySpan<bool> isTest)
    {
        var isTrain = new bool[isTest.Length];
        for (var position = 0; position < isTrain.Length; position++)
            isTrain[position] = !isTest[position];
        return new RankingSplit(ratings.Where(isTrain), ratings.Where(isTest));
    }

    private static int[] RelevantIn(in RatingHistory test)
    {
        var items = new List<int>();
        for (var i = 0; i < test.Count; i++)
        {
            if (test.Ratings[i] >= EvaluationProtocol.RelevantRating)
                items.Add(test.Items[i]);
        }

        items.Sort();
        return [.. items];
    }
}
