using Recofilm.Lab.Files;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Lab.Files;

public sealed class EvaluationFilesTests : IDisposable
{
    private readonly string _folder = TemporaryFolder.Create("evaluation-files");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Columns_are_found_by_name_in_any_order_and_case()
    {
        var path = Write("MovieID,extra,RATING,UserId,Timestamp,Fold\n7,x,4,3,100,2\n8,y,2.5,3,101.0,5\n");

        var data = EvaluationFiles.ReadRatings(Write(SixMore(path)), null, null, null, 1);

        Assert.Equal([3, 4], data.Ratings.UserIds.ToArray());
        Assert.Equal(2.5f, data.Ratings.Ratings[1]);
        Assert.Equal(101, data.Ratings.Timestamps[1]);
        Assert.Equal(2, data.Folds!.Count);
        Assert.Equal([0, 1], data.Folds.Folds[..2].ToArray());
        Assert.Equal(["in_visit", "next_visit"], data.Splits.Select(split => split.Name));
        Assert.Equal("Movie 7", data.Catalog[data.Ratings.Items[0]].Title);
    }

    [Fact]
    public void Movies_without_ratings_are_candidates_and_rated_movies_need_not_be_described()
    {
        var ratings = Write("userId,movieId,rating\n1,1,4\n1,2,3\n2,1,2\n2,2,5\n3,1,4\n3,9,4\n");
        var movies = Write("movieId,title,genres\n1,Heat (1995),Action|Crime\n2,\"Up, Up (2000)\",Comedy\n3,New (2020),Drama\n");

        var data = EvaluationFiles.ReadRatings(ratings, movies, null, null, 1);

        Assert.Equal(["Heat", "Up, Up", "New", "Movie 9"], data.Catalog.Movies.ToArray().Select(movie => movie.Title));
        Assert.Empty(data.Splits);
        Assert.Equal(5, data.Folds!.Count);
        Assert.Contains(data.Notices, notice => notice.StartsWith("1 rated movies are not in ", StringComparison.Ordinal));
        Assert.Contains(data.Notices, notice => notice.Contains("no timestamps", StringComparison.Ordinal));
    }

    [Fact]
    public void A_given_split_keeps_train_and_test_apart()
    {
        var train = Write("userId,movieId,rating\n1,1,4\n1,2,3\n2,1,2\n");
        var test = Write("userId,movieId,rating\n1,3,5\n3,1,4\n");

        var (name, cuts) = Assert.Single(EvaluationFiles.ReadSplit(train, test, null, null).Splits);
        var split = Assert.Single(cuts);

        Assert.Equal("given", name);
        Assert.Equal((3, 2), (split.Train.Count, split.Test.Count));
        Assert.Equal([0, 2], split.Users.ToArray());
        Assert.Equal(0, split.HistoryOf(2).Count);
    }

    [Fact]
    public void A_rating_in_train_and_test_is_refused()
    {
        var train = Write("userId,movieId,rating\n1,1,4\n1,2,3\n");
        var test = Write("userId,movieId,rating\n1,2,3\n");

        var exception = Assert.Throws<InvalidDataException>(() => EvaluationFiles.ReadSplit(train, test, null, null));

        Assert.Equal($"{train}:3: the rating of user 1 for movie 2 is in {test} too.", exception.Message);
    }

    [Theory]
    [InlineData("userId,movieId,rating\n1,1,4\n1,two,3\n", ":3: movieId 'two' is not a whole number from 0 to 2147483647.")]
    [InlineData("userId,movieId,rating\n3000000001,1,4\n", ":2: userId '3000000001' is not a whole number from 0 to 2147483647.")]
    [InlineData("userId,movieId,rating\n\n1,1,6\n", ":3: rating '6' is not a number from 0.5 to 5.")]
    [InlineData("userId,movieId,rating\n1,1,0\n", ":2: rating '0' is not a number from 0.5 to 5.")]
    [InlineData(
        "userId,movieId,rating,timestamp\n1,1,4,978300760000\n",
        ":2: timestamp '978300760000' is not a time of the years 1 to 9999 in Unix seconds.")]
    [InlineData(
        "userId,movieId,rating,Rating\n1,1,4,4\n",
        " has more than one column 'rating'; its header is 'userId,movieId,rating,Rating'.")]
    [InlineData("userId,movieId,rating\n1,1,NaN\n", ":2: rating 'NaN' is not a number from 0.5 to 5.")]
    [InlineData("userId,movieId,rating\n1,1\n", ":2: it has 2 fields, the header 3.")]
    [InlineData("userId,movieId,rating\n1,\"1,4\n", ":2: a quote is not closed on its line, or stands inside a field.")]
    [InlineData("userId,movieId\n1,1\n", " has no column 'rating'; its header is 'userId,movieId'.")]
    [InlineData("userId,movieId,rating\n", " has a header and no rows.")]
    [InlineData("", " is empty.")]
    public void Bad_files_are_refused_by_file_and_line(string content, string expected)
    {
        var path = Write(content);
        var exception = Assert.Throws<InvalidDataException>(
            () => EvaluationFiles.ReadRatings(path, null, null, null, 1));
        Assert.Equal(path + expected, exception.Message);
    }

    [Fact]
    public void A_rating_without_a_fold_is_refused()
    {
        var ratings = Write("userId,movieId,rating\n1,1,4\n1,2,3\n2,1,2\n2,2,5\n3,1,4\n");
        var folds = Write("userId,movieId,fold\n1,1,0\n1,2,1\n2,1,0\n3,1,1\n");

        var exception = Assert.Throws<InvalidDataException>(
            () => EvaluationFiles.ReadRatings(ratings, null, null, folds, 1));
        Assert.Equal($"{folds} has no fold for the rating of user 2 for movie 2.", exception.Message);
    }

    [Fact]
    public void A_rating_with_two_folds_is_refused()
    {
        var ratings = Write("userId,movieId,rating\n1,1,4\n1,2,3\n2,1,2\n2,2,5\n3,1,4\n");
        var folds = Write("userId,movieId,fold\n1,1,0\n1,2,1\n2,1,0\n2,2,1\n3,1,1\n1,2,0\n");

        var exception = Assert.Throws<InvalidDataException>(
            () => EvaluationFiles.ReadRatings(ratings, null, null, folds, 1));
        Assert.Equal($"{folds}:7: the rating of user 1 for movie 2 has fold 0, and had 1 before.", exception.Message);
    }

    [Fact]
    public void Folds_that_hold_no_rating_here_are_none()
    {
        var ratings = Write("userId,movieId,rating\n1,1,4\n1,2,3\n2,1,2\n2,2,5\n3,1,4\n");
        var folds = Write("userId,movieId,fold\n1,1,1\n1,2,1\n9,9,2\n2,1,3\n2,2,3\n3,1,3\n");

        Assert.Equal([0, 0, 1, 1, 1], EvaluationFiles.ReadRatings(ratings, null, null, folds, 1).Folds!.Folds.ToArray());
    }

    [Fact]
    public void The_latest_of_repeated_ratings_counts_and_is_told_of()
    {
        var ratings = Write("userId,movieId,rating,timestamp\n1,1,4,50\n1,2,3,20\n2,1,2,30\n2,2,5,40\n3,1,4,50\n1,1,1,10\n");

        var data = EvaluationFiles.ReadRatings(ratings, null, null, null, 1);

        Assert.Equal([3, 4, 2, 5, 4], data.Ratings.Ratings.ToArray());
        Assert.Contains(
            $"1 lines repeat a user's rating of a movie, the first {ratings}:7. The latest rating counts.", data.Notices);
    }

    [Fact]
    public void A_split_that_has_nobody_to_judge_is_told_of()
    {
        var train = Write("userId,movieId,rating,timestamp\n1,1,4,50\n1,2,3,20\n2,1,2,30\n");
        var test = Write("userId,movieId,rating\n1,3,3\n2,2,3.5\n");

        var notices = EvaluationFiles.ReadSplit(train, test, null, null).Notices;

        Assert.Equal(
            [
                $"Only {train} has timestamps: they are not used.",
                "No user of the split given has a relevant test rating: there is nothing to judge, and its figures are 0.",
            ],
            notices);
    }

    [Fact]
    public void Line_ends_a_byte_order_mark_and_quotes_change_nothing()
    {
        const string plain = "userId,movieId,rating\n1,1,4\n1,2,3\n2,1,2\n2,2,5\n3,1,4\n";
        var expected = EvaluationFiles.ReadRatings(Write(plain), null, null, null, 1).Ratings;

        string[] texts =
        [
            plain.Replace("\n", "\r\n", StringComparison.Ordinal), "\uFEFF" + plain,
            plain.Replace("1,2,3", "\"1\",\"2\",\"3\"", StringComparison.Ordinal), plain.TrimEnd(),
        ];
        foreach (var text in texts)
        {
            var ratings = EvaluationFiles.ReadRatings(Write(text), null, null, null, 1).Ratings;
            Assert.Equal(expected.Items, ratings.Items);
            Assert.Equal(expected.Ratings, ratings.Ratings);
        }
    }

    private static string SixMore(string path) => File.ReadAllText(path)
        + string.Concat(Enumerable.Range(1, 6).Select(movie => $"{movie},z,3,4,{movie},2\n"));

    private string Write(string content)
    {
        var path = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.csv");
        File.WriteAllText(path, content);
        return path;
    }
}
