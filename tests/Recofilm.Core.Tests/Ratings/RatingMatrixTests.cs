using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Ratings;

public class RatingMatrixTests
{
    private static readonly MovieCatalog Catalog = new([Named(30), Named(10), Named(20)]);

    [Fact]
    public void Rows_are_ordered_by_time_then_item_and_users_by_identifier()
    {
        var matrix = Build((7, 30, 4f, 50), (2, 20, 1f, 9), (7, 20, 3f, 50), (7, 10, 5f, 60));

        Assert.Equal([2, 7], matrix.UserIds.ToArray());
        Assert.Equal([1, 1, 2, 0], matrix.Items.ToArray());
        Assert.Equal([1f, 3f, 4f, 5f], matrix.Ratings.ToArray());
        Assert.Equal([0, 1, 4], matrix.RowStarts.ToArray());
    }

    [Fact]
    public void A_movie_rated_twice_keeps_the_latest_rating()
    {
        var matrix = Build((1, 10, 5f, 20), (1, 10, 2f, 10), (1, 30, 3f, 15));

        Assert.Equal(2, matrix.Count);
        Assert.Equal(5f, matrix.Ratings[matrix.PositionOf(0, 0)]);
    }

    [Fact]
    public void Columns_hold_the_same_ratings_by_item()
    {
        var columns = Build((1, 10, 5f, 1), (2, 10, 4f, 1), (2, 30, 1f, 2)).Columns;

        Assert.Equal([0, 2, 2, 3], columns.ColumnStarts.ToArray());
        Assert.Equal([0, 1, 1], columns.Users.ToArray());
        Assert.Equal([5f, 4f, 1f], columns.Ratings.ToArray());
        Assert.Equal(2, columns.CountOf(0));
    }

    [Fact]
    public void A_part_of_the_matrix_keeps_users_and_items()
    {
        var matrix = Build((1, 10, 5f, 1), (2, 10, 4f, 1), (2, 30, 1f, 2));

        var part = matrix.Where([false, true, true]);

        Assert.Equal(2, part.UserCount);
        Assert.Equal(3, part.ItemCount);
        Assert.Equal(0, part.History(0).Count);
        Assert.Equal([0, 2], part.History(1).Items.ToArray());
        Assert.Equal([1L, 2L], part.History(1).Timestamps.ToArray());
    }

    [Fact]
    public void The_gap_to_a_request_is_counted_from_the_last_rating()
    {
        var matrix = Build((1, 10, 5f, 100), (1, 20, 5f, 160));

        Assert.Equal(40, matrix.History(0, 200).SecondsSinceLastRating);
        Assert.Equal(0, matrix.History(0).SecondsSinceLastRating);
    }

    [Fact]
    public void A_rating_of_an_unknown_movie_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => Build((1, 99, 3f, 0)));
        Assert.StartsWith("Movie 99 is not in the catalogue.", exception.Message, StringComparison.Ordinal);
    }

    private static RatingMatrix Build(params (int User, int Movie, float Rating, long Time)[] ratings)
    {
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps: true);
        foreach (var (user, movie, rating, time) in ratings)
            builder.Add(user, movie, rating, time);
        return builder.Build();
    }

    private static Movie Named(int id) => new(id, $"Movie {id}", 2000, ["Drama"]);
}
