using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Content;

public class ContentModelTests
{
    private const float Tolerance = 1e-5f;

    private static readonly MovieCatalog Catalog = new(
        [
            new Movie(1, "Drama of Toys", 1995, ["Animation", "Comedy"]),
            new Movie(2, "Toys 2", 1999, ["Animation", "Comedy", "Sci-Fi"]),
            new Movie(3, "Silent Drama", 1970, ["Drama"]),
            new Movie(4, "Orbit", null, ["Sci-Fi"]),
            new Movie(5, "Nothing Known", null, []),
        ],
        [
            new MovieTag(1, 1, "talking toys", null), new MovieTag(2, 2, "Talking Toys", null),
            new MovieTag(1, 2, "space", null), new MovieTag(1, 4, "space", null),
        ]);

    private static readonly ContentOptions Options = new()
    {
        GenreWeight = 1,
        TagWeight = 2,
        TagPrior = 1,
        TitleWeight = 1,
        EraWeight = 1,
        EraReach = 4,
        MinimumMovies = 1,
    };

    private static readonly ContentModel Model = Train(Options, Catalog);

    [Fact]
    public void Similarity_is_the_weighted_mean_of_the_fields_cosines()
    {
        // Movies 1 and 2 of 5; a term of both, or of one and another, has idf ln(5/2) = 0.9162907, of one ln 5 = 1.6094379.
        // Genres, each of two movies: 2 / √(2 · 3) = 0.8164966.
        // Tags, each of two movies: 1 / √2, times √(1/2) and √(2/3) for one and two tags: 0.4082483.
        // Titles, drama and toys of two movies, 2 of one: 0.8395887 / (1.2958307 · 1.8519933) = 0.3498476.
        // Eras 1991 to 1999 and 1995 to 2003: 5 · 0.8395887 / (5 · 0.8395887 + 4 · 2.5902904) = 0.2883380.
        var expected = (0.8164966f + (2 * 0.4082483f) + 0.3498476f + 0.2883380f) / 5;

        Assert.Equal(expected, Model.Similarity(0, 1), Tolerance);
    }

    [Fact]
    public void A_title_word_is_not_a_genre()
    {
        var genresOnly = Train(Options with { TitleWeight = 0 }, Catalog);

        Assert.Equal(0f, genresOnly.Similarity(0, 2));
        Assert.True(Model.Similarity(0, 2) > 0);
    }

    [Fact]
    public void The_inverted_index_agrees_with_cosines_of_dense_vectors()
    {
        var scores = new float[Catalog.Count];
        for (var item = 0; item < Catalog.Count; item++)
        {
            Model.ScoreSimilar(item, scores);
            for (var other = 0; other < Catalog.Count; other++)
            {
                Assert.Equal(DenseDot(item, other), scores[other], Tolerance);
                Assert.Equal(scores[other], Model.Similarity(item, other), Tolerance);
                Assert.InRange(scores[other], 0f, 1f + Tolerance);
            }
        }
    }

    [Fact]
    public void A_profile_score_is_the_weighted_mean_of_similarities()
    {
        // Ratings 5, 2, 1: mean 8/3, centred and offset 3.3333333, 0.3333333, −0.6666667. Two ratings are later than the
        // first, whose recency is 0.5 + 0.5 e^(−2/2) = 0.6839397; none is later than the tied others.
        float[] weights = [3.3333333f * 0.6839397f, 0.3333333f, -0.6666667f];
        var model = new ContentModel(
            Model.Vectors, Model.Terms.ToArray(), new() { RatingOffset = 1, RecencyHorizon = 2, RecencyFloor = 0.5f });
        var scores = new float[Catalog.Count];

        model.Score(new RatingHistory([0, 2, 3], [5, 2, 1], [10, 20, 20], 30), scores);

        for (var item = 0; item < Catalog.Count; item++)
        {
            var expected = ((weights[0] * model.Similarity(0, item)) + (weights[1] * model.Similarity(2, item))
                + (weights[2] * model.Similarity(3, item))) / (weights[0] + weights[1] - weights[2]);
            Assert.Equal(expected, scores[item], Tolerance);
        }
    }

    [Fact]
    public void Ratings_of_the_same_second_have_no_order()
    {
        var scores = new float[Catalog.Count];
        var swapped = new float[Catalog.Count];

        Model.Score(new RatingHistory([0, 1, 3], [5, 3, 1], [7, 7, 7], 9), scores);
        Model.Score(new RatingHistory([3, 0, 1], [1, 5, 3], [7, 7, 7], 9), swapped);

        for (var item = 0; item < scores.Length; item++)
            Assert.Equal(scores[item], swapped[item], Tolerance);
    }

    [Fact]
    public void A_stranger_and_a_user_of_equal_ratings_get_finite_scores()
    {
        var scores = new float[Catalog.Count];
        Model.Score(default, scores);
        Assert.All(scores, score => Assert.Equal(0f, score));

        var noOffset = new ContentModel(Model.Vectors, Model.Terms.ToArray(), new() { RatingOffset = 0 });
        noOffset.Score(new RatingHistory([0, 1], [4, 4], [], 0), scores);
        Assert.All(scores, score => Assert.Equal(0f, score));
    }

    [Theory]
    [InlineData(ContentField.Tag, 3, "talking toys")]
    [InlineData(ContentField.Genre, 3, "Animation", "Comedy")]
    [InlineData(ContentField.Genre, 1, "Animation")]
    public void The_terms_that_two_movies_share_come_strongest_first(ContentField field, int most, params string[] expected)
    {
        var profile = new float[Model.Terms.Length];
        Model.Describe(0, profile);

        Assert.Equal(expected, Model.SharedTerms(profile, 1, field, most));
    }

    [Fact]
    public void A_user_shares_the_terms_of_the_movies_that_they_like_and_not_of_others()
    {
        var profile = new float[Model.Terms.Length];
        Model.Describe(new RatingHistory([2, 3], [1, 5], [10, 20], 30), profile);

        Assert.Equal(["space"], Model.SharedTerms(profile, 1, ContentField.Tag, 3));
        Assert.Equal(["Sci-Fi"], Model.SharedTerms(profile, 1, ContentField.Genre, 3));
        Assert.Empty(Model.SharedTerms(profile, 2, ContentField.Genre, 3));
    }

    [Fact]
    public void Training_twice_gives_the_same_bits()
    {
        var again = Train(Options, Catalog);

        Assert.Equal(Model.Terms.ToArray(), again.Terms.ToArray());
        Assert.Equal(Model.Vectors.Columns.ToArray(), again.Vectors.Columns.ToArray());
        Assert.Equal(Model.Vectors.Values.ToArray(), again.Vectors.Values.ToArray());
    }

    [Fact]
    public void Scoring_allocates_nothing_for_each_movie()
    {
        var movies = Enumerable.Range(1, 5000).Select(id => new Movie(id, "Part " + (id % 50), 1950 + (id % 70), ["Drama"]));
        var model = Train(new(), new MovieCatalog(movies));
        var scores = new float[model.ItemCount];
        model.ScoreSimilar(0, scores);

        // The runtime itself may allocate on this thread now and then; what scoring allocates, it allocates every time.
        Assert.Contains(Enumerable.Range(0, 10).Select(_ => AllocatedBy(model, scores)), bytes => bytes == 0);
    }

    private static long AllocatedBy(ContentModel model, float[] scores)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var item = 0; item < 100; item++)
            model.ScoreSimilar(item, scores);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void A_catalogue_without_tags_or_years_trains()
    {
        var model = Train(new(), new MovieCatalog([new Movie(1, "A", null, ["Drama"]), new Movie(2, "A", null, [])]));

        Assert.Equal(2, model.ItemCount);
        Assert.Equal(0f, model.Similarity(0, 1));
    }

    private static ContentModel Train(ContentOptions options, MovieCatalog catalog) =>
        new ContentTrainer(options).Train(catalog, TestContext.Current.CancellationToken);

    private static float DenseDot(int left, int right)
    {
        var sum = 0.0;
        var vector = new double[Model.Vectors.ColumnCount];
        for (var k = 0; k < Model.Vectors.ColumnsOf(left).Length; k++)
            vector[Model.Vectors.ColumnsOf(left)[k]] = Model.Vectors.ValuesOf(left)[k];
        for (var k = 0; k < Model.Vectors.ColumnsOf(right).Length; k++)
            sum += vector[Model.Vectors.ColumnsOf(right)[k]] * Model.Vectors.ValuesOf(right)[k];
        return (float)sum;
    }
}
