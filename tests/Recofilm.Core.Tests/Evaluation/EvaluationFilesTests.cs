using Recofilm.Core.Evaluation.Files;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Evaluation;

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

        var (name, split) = Assert.Single(EvaluationFiles.ReadSplit(train, test, null, null).Splits);

        Assert.Equal("given", name);
        Assert.Equal((3, 2), (split.Train.Count, split.Test.Count));
        Assert.Equal([0, 2], split.Users.ToArray());
        Assert.Equal(0, split.HistoryOf(2).Count);
    }

    [Fact]
    public void A_rating_in_train_and_test_is_refused()
    {
        var train = Write("userId,movieId,rating\n1,1,4\n1,2,3\n");
        var exception = Assert.Throws<InvalidDataException>(
            () => EvaluationFiles.ReadSplit(train, Write("userId,movieId,rating\n1,2,3\n"), null, null));
        Assert.Contains("that the same user rated in", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("userId,movieId,rating\n1,1,4\n1,two,3\n", ":3: movieId 'two' is not a whole number of at least 0.")]
    [InlineData("userId,movieId,rating\n1,1,NaN\n", ":2: rating 'NaN' is not a finite number.")]
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

    private static string SixMore(string path) => File.ReadAllText(path)
        + string.Concat(Enumerable.Range(1, 6).Select(movie => $"{movie},z,3,4,{movie},2\n"));

    private string Write(string content)
    {
        var path = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.csv");
        File.WriteAllText(path, content);
        return path;
    }
}
