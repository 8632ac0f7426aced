using Recofilm.Core.Catalog;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Ranking;

public class RecencyPreferenceTests
{
    private static readonly SessionBlendOptions Blend = new();

    private static readonly long FirstVisit = At(2001);

    private static readonly long SecondVisit = At(2004);

    // Movies 1 to 4 were out at the first visit, 5 and 6 came between the visits, 7 after both.
    private static readonly MovieCatalog Catalog = new(
        new[] { 1980, 1980, 1985, 1985, 2002, 2003, 2010 }.Select((year, item) => new Movie(item + 1, $"M{item}", year, [])));

    /// <summary>
    /// Likes: movies 1 and 2 one each, 3 none, 4 one, 5 two. User 1 saw movie 1 before and user 2 movie 4, so both could choose
    /// among what has four likes, two of them on the one new movie, and both took that: w maximises
    /// <c>2 (w − ln (2 + 2 e^w)) − w²/2</c>, where <c>2 − 2 e^w / (1 + e^w) = w</c>.
    /// </summary>
    [Fact]
    public void It_is_what_makes_the_choices_most_likely()
    {
        var matrix = Ratings(
            (1, 1, FirstVisit), (1, 5, SecondVisit), (2, 4, FirstVisit), (2, 5, SecondVisit), (3, 2, FirstVisit));

        var preference = Estimate(matrix);

        Assert.Equal(2 - (2 * Math.Exp(preference) / (1 + Math.Exp(preference))), preference, 1e-5);
        Assert.InRange(preference, 0.6, 0.7);
    }

    [Fact]
    public void A_visit_counts_once_however_much_is_liked_in_it()
    {
        // One of the two movies of the visit is new.
        var brief = Ratings((1, 1, FirstVisit), (1, 5, SecondVisit), (1, 3, SecondVisit), (2, 2, FirstVisit), (2, 4, FirstVisit));
        var slope = Slope(0.5, unratedOld: 3, unratedNew: 1);

        Assert.Equal(0, slope(Estimate(brief)), 1e-5);
    }

    [Fact]
    public void Who_likes_the_old_when_coming_back_makes_it_negative_and_a_negative_preference_weighs_nothing()
    {
        var matrix = Ratings(
            (1, 1, FirstVisit), (1, 3, SecondVisit), (2, 1, FirstVisit), (2, 3, SecondVisit),
            (3, 5, SecondVisit), (4, 5, SecondVisit), (5, 6, SecondVisit));

        Assert.True(Estimate(matrix) < -0.5);
        Assert.Equal(0f, Learn(matrix).Return.NewnessWeight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_visits_or_times_nothing_is_learned(bool hasTimestamps)
    {
        var matrix = Ratings(hasTimestamps, (1, 1, FirstVisit), (1, 5, FirstVisit + 10), (2, 5, SecondVisit));

        Assert.Equal(0, Estimate(matrix));
    }

    [Fact]
    public void Pauses_shorter_than_a_visit_apart_do_not_make_a_return()
    {
        var pause = (long)Blend.VisitBegins.TotalSeconds;
        Assert.Equal(0, Estimate(Ratings((1, 1, SecondVisit), (1, 5, SecondVisit + pause - 1), (2, 4, FirstVisit))));
        Assert.NotEqual(0, Estimate(Ratings((1, 1, SecondVisit), (1, 5, SecondVisit + pause), (2, 4, FirstVisit))));
    }

    [Fact]
    public void The_weight_of_a_model_is_the_options_multiple_of_what_was_learned()
    {
        var matrix = Ratings(
            (1, 1, FirstVisit), (1, 5, SecondVisit), (2, 4, FirstVisit), (2, 5, SecondVisit), (3, 2, FirstVisit));
        var learned = Learn(matrix);

        Assert.Equal(Blend.Return.NewnessMultiple * Estimate(matrix), learned.Return.NewnessWeight, 1e-6);
        Assert.Equal(0f, learned.Visit.NewnessWeight);
        var spanDays = ItemTrends.Of(Catalog, matrix).SpanDays;
        Assert.Equal(LearnedSessionBlend.Of(Blend, 0, spanDays) with { Return = learned.Return }, learned);
    }

    [Fact]
    public void Movies_that_are_not_out_are_neither_chosen_nor_passed_over()
    {
        (int User, int Movie, long Time)[] ratings =
            [(1, 1, FirstVisit), (1, 5, SecondVisit), (2, 4, FirstVisit), (3, 2, FirstVisit)];
        var preference = Estimate(Ratings(ratings));

        Assert.Equal(preference, Estimate(Ratings([.. ratings, (1, 7, SecondVisit + 5)])), 1e-9);
        Assert.Equal(preference, Estimate(Ratings([.. ratings, (4, 7, At(2011))])), 1e-9);
    }

    [Fact]
    public void What_was_rated_without_being_liked_is_no_choice()
    {
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps: true);
        builder.Add(1, 1, 4f, FirstVisit);
        builder.Add(1, 5, 4f, SecondVisit);
        builder.Add(2, 4, 4f, FirstVisit);
        var preference = Estimate(builder.Build());

        builder.Add(1, 3, 3.5f, SecondVisit + 5);
        builder.Add(3, 2, 3.5f, FirstVisit);
        Assert.Equal(preference, Estimate(builder.Build()), 1e-9);
    }

    /// <summary>
    /// Real users look for what is new, wherever the training ends; with the years dealt anew nothing is left of it.
    /// </summary>
    [Fact]
    public void On_MovieLens_it_is_large_and_with_meaningless_years_small()
    {
        Assert.SkipWhen(MovieLens.Folder is null, "shared/data/ml-latest-small is not beside the checkout.");
        var cancellation = TestContext.Current.CancellationToken;
        var data = MovieLensFiles.Read(MovieLens.Folder, cancellationToken: cancellation);
        var movies = data.Catalog.Movies.ToArray();
        int?[] years = [.. movies.Select(movie => movie.Year)];
        new Random(1).Shuffle(years);
        var dealt = new MovieCatalog(movies.Select((movie, item) => movie with { Year = years[item] }));

        Assert.InRange(Of(data.Catalog, data.Ratings), 2.3, 2.4);
        Assert.InRange(Of(data.Catalog, NextVisitSplit.Of(data.Ratings).Train), 2.3, 2.4);
        Assert.InRange(Of(dealt, data.Ratings), -0.2, 0.2);

        double Of(MovieCatalog catalog, RatingMatrix ratings) =>
            RecencyPreference.Estimate(ratings, ItemTrends.Of(catalog, ratings), Blend, cancellation);
    }

    // The derivative of the log posterior of one visit.
    private static Func<double, double> Slope(double chosen, double unratedOld, double unratedNew) => preference =>
        chosen - (unratedNew * Math.Exp(preference) / (unratedOld + (unratedNew * Math.Exp(preference)))) - preference;

    private static double Estimate(RatingMatrix matrix) => RecencyPreference.Estimate(
        matrix, ItemTrends.Of(Catalog, matrix), Blend, TestContext.Current.CancellationToken);

    private static LearnedSessionBlend Learn(RatingMatrix matrix) => RecencyPreference.Learn(
        Blend, matrix, ItemTrends.Of(Catalog, matrix), TestContext.Current.CancellationToken);

    private static RatingMatrix Ratings(params (int User, int Movie, long Time)[] ratings) =>
        Ratings(hasTimestamps: true, ratings);

    private static RatingMatrix Ratings(bool hasTimestamps, params (int User, int Movie, long Time)[] ratings)
    {
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps);
        foreach (var (user, movie, time) in ratings)
            builder.Add(user, movie, 4.5f, time);
        return builder.Build();
    }

    private static long At(int year) => new DateTimeOffset(year, 7, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
}
