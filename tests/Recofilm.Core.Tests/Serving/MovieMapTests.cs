using System.Numerics;
using Recofilm.Core.Content;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Training;

namespace Recofilm.Core.Tests.Serving;

/// <summary>Movies as points of a plane: what is alike lies close.</summary>
public class MovieMapTests
{
    private static readonly ItemSet _all = ItemSet.Where(TasteWorld.Models.Catalog.Count, _ => true);

    [Fact]
    public void Movies_of_one_taste_lie_closer_to_each_other_than_to_those_of_another_on_both_maps()
    {
        var movies = new MovieMap(TasteWorld.Models).Take(TasteWorld.MovieCount, [], _all);

        Assert.Equal(TasteWorld.MovieCount, movies.Count);
        foreach (var place in (Func<PlacedMovie, IReadOnlyList<float>>[])[movie => movie.Collaborative, movie => movie.Content])
        {
            var comedy = MeanOf(movies.Where(movie => movie.Genres.Contains("Comedy")), place);
            var horror = MeanOf(movies.Where(movie => movie.Genres.Contains("Horror")), place);
            bool IsNearComedy(PlacedMovie movie) =>
                Vector2.Distance(At(movie, place), comedy) < Vector2.Distance(At(movie, place), horror);
            var rightly = movies.Count(movie => IsNearComedy(movie) == movie.Genres.Contains("Comedy"));
            Assert.InRange(rightly, TasteWorld.MovieCount * 0.9, TasteWorld.MovieCount);
        }
    }

    [Fact]
    public void The_most_rated_come_first_and_others_by_name()
    {
        var map = new MovieMap(TasteWorld.Models);
        var all = map.Take(int.MaxValue, [], _all);
        Assert.Equal(all.Select(movie => movie.RatingCount).OrderDescending(), all.Select(movie => movie.RatingCount));
        Assert.Equal(
            [all[0].MovieId, all[1].MovieId, all[^1].MovieId],
            map.Take(2, [all[^1].MovieId, 999_999], _all).Select(movie => movie.MovieId));
    }

    [Fact]
    public void Movies_that_may_not_be_shown_are_left_out_and_others_take_their_place()
    {
        var map = new MovieMap(TasteWorld.Models);
        var all = map.Take(int.MaxValue, [], _all);
        var hidden = all[0].MovieId;
        var shown = ItemSet.Where(
            TasteWorld.Models.Catalog.Count, item => TasteWorld.Models.Catalog[item].MovieId != hidden);
        Assert.Equal([all[1].MovieId, all[2].MovieId], map.Take(2, [hidden], shown).Select(movie => movie.MovieId));
    }

    // The rows are (3, 0), (−3, 0), (0, 1), (0, −1) moved by (5, 7): their components are the axes, whatever the mean.
    [Fact]
    public void Components_are_those_of_the_centred_rows_each_of_unit_variance()
    {
        var rows = new SparseMatrix([0, 2, 4, 6, 8], [0, 1, 0, 1, 0, 1, 0, 1], [8, 7, 2, 7, 5, 8, 5, 6], 2);

        var points = PlanarProjection.Of(rows);

        var unit = MathF.Sqrt(2);
        Assert.Equal(unit, Math.Abs(points[0].X), 1e-4f);
        Assert.Equal(points[0].X, -points[1].X, 1e-4f);
        Assert.Equal(unit, Math.Abs(points[2].Y), 1e-4f);
        Assert.Equal(points[2].Y, -points[3].Y, 1e-4f);
        Assert.All([points[0].Y, points[1].Y, points[2].X, points[3].X], coordinate => Assert.Equal(0, coordinate, 1e-4f));
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(200, 1)]
    [InlineData(75, -1)]
    public void Points_that_were_turned_and_mirrored_are_turned_back(float degrees, float sign)
    {
        Vector2[] expected = [new(1, 0), new(0, 2), new(-1, -1), new(3, 1)];
        var (sin, cos) = MathF.SinCos(float.DegreesToRadians(degrees));
        Vector2[] moved =
        [
            .. expected.Select(point =>
                new Vector2((cos * point.X) - (sin * point.Y), sign * ((sin * point.X) + (cos * point.Y)))),
        ];

        var aligned = PlanarProjection.Align(moved, expected);

        for (var place = 0; place < expected.Length; place++)
            Assert.Equal(0, Vector2.Distance(expected[place], aligned[place]), 1e-4f);
    }

    private static Vector2 At(PlacedMovie movie, Func<PlacedMovie, IReadOnlyList<float>> place) =>
        new(place(movie)[0], place(movie)[1]);

    private static Vector2 MeanOf(IEnumerable<PlacedMovie> movies, Func<PlacedMovie, IReadOnlyList<float>> place)
    {
        Vector2[] points = [.. movies.Select(movie => At(movie, place))];
        return points.Aggregate(Vector2.Zero, (sum, point) => sum + point) / points.Length;
    }
}
