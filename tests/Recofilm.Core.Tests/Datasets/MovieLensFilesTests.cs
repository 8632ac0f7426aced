using System.IO.Compression;
using System.Text;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Datasets;

public sealed class MovieLensFilesTests : IDisposable
{
    private static readonly MovieLensOptions Forgiving = new() { MaxRejectedShare = 1 };
    private readonly DatasetFolder _dataset = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public void Titles_with_commas_quotes_and_accents_genres_and_tags_are_understood()
    {
        _dataset
            .With("movies.csv", "movieId,title,genres",
                "2,\"American President, The (1995)\",Comedy|Drama|Romance",
                "1,\"\"\"Great Performances\"\" Cats (1998)\",Musical",
                "3,Amélie (2001),(no genres listed)",
                "4,\"\"\"11\"\"09'01\",Drama|Drama| Sci-Fi")
            .With("ratings.csv", "userId,movieId,rating,timestamp", "7,1,4.5,100", "7,2,3,50", "5,1,0.5,10")
            .With("tags.csv", "userId,movieId,tag,timestamp", "7,2,\"witty, \"\"dry\"\"\",9", "7,2,based on a book,9");

        var data = MovieLensFiles.Read(_dataset.Path, cancellationToken: Cancellation);

        Assert.Equal(
            ["\"Great Performances\" Cats|1998|Musical", "The American President|1995|Comedy,Drama,Romance",
                "Amélie|2001|", "\"11\"09'01||Drama,Sci-Fi"],
            data.Catalog.Movies.ToArray().Select(m => $"{m.Title}|{m.Year}|{string.Join(',', m.Genres)}"));
        Assert.Equal(["witty, \"dry\"", "based on a book"], data.Catalog.TagsOf(1));
        Assert.Equal([5, 7], data.Ratings.UserIds.ToArray());
        Assert.Equal([0, 1, 0], data.Ratings.Items.ToArray());
        Assert.Equal([0.5f, 3f, 4.5f], data.Ratings.Ratings.ToArray());
        Assert.Equal(0, data.Rejected.Total);
    }

    [Fact]
    public void Windows_line_ends_a_byte_order_mark_other_cases_and_a_missing_last_line_end_do_not_matter()
    {
        Write("MOVIES.CSV", "\uFEFFMovieID,TITLE,Genres\r\n1,Heat (1995),Crime\r\n\r\n");
        Write("ratings.csv", "\uFEFFrating,userid,movieid\r\n4.0,1,1");

        var data = MovieLensFiles.Read(_dataset.Path, cancellationToken: Cancellation);

        Assert.Equal(["Crime"], data.Catalog[0].Genres);
        Assert.Equal([4f], data.Ratings.Ratings.ToArray());
        Assert.False(data.Ratings.HasTimestamps);
        Assert.Equal(0, data.Rejected.Total);
    }

    [Theory]
    [InlineData("movies.csv")]
    [InlineData("ratings.csv")]
    public void A_file_of_a_header_alone_is_no_data_set(string empty)
    {
        _dataset
            .With("movies.csv", ["movieId,title,genres", .. empty == "movies.csv" ? [] : (string[])["1,Heat (1995),Crime"]])
            .With("ratings.csv", ["userId,movieId,rating", .. empty == "ratings.csv" ? [] : (string[])["1,1,4"]]);

        var exception = Assert.Throws<MovieLensFormatException>(
            () => MovieLensFiles.Read(_dataset.Path, cancellationToken: Cancellation));

        Assert.Equal($"{empty} has a header and no lines.", exception.Message);
    }

    [Fact]
    public void Every_bad_line_is_named_with_its_reason_and_the_others_are_read()
    {
        _dataset
            .With("movies.csv", "movieId,title,genres",
                "1,Heat (1995),Crime", "x,Bad id,Crime", "2,\"Never closed,Crime", "1,Again (1995),Crime",
                "3,Two,many,fields", "4,\"Quote\" inside,Crime", "5,Ca\"sino,Crime", "6, ,Crime", "7,Ok,Crime")
            .With("ratings.csv", "userId,movieId,rating,timestamp",
                "1,1,4.0,10", "1,9,4.0,10", "1,1,3.7,10", "1,1,0,10", "1,1,5.5,10", "1,1,good,10", "0,1,4,10",
                "1,1,4.0,-5", "1,1,4.0,999999999999", "1,1,4.0,", "1,1,4.0", "\"1\",7,5.0,11");

        var data = MovieLensFiles.Read(_dataset.Path, Forgiving, Cancellation);

        Assert.Equal([1, 7], data.Catalog.Movies.ToArray().Select(movie => movie.MovieId));
        Assert.Equal([4f, 5f], data.Ratings.Ratings.ToArray());
        Assert.Equal(
            [
                "movies.csv, line 3: movieId 'x' is not a positive whole number.",
                "movies.csv, line 4: a quote is not closed on its line, or stands inside a field.",
                "movies.csv, line 5: movie 1 is listed already.",
                "movies.csv, line 6: it has 4 fields, the header 3.",
                "movies.csv, line 7: a quote is not closed on its line, or stands inside a field.",
                "movies.csv, line 8: a quote is not closed on its line, or stands inside a field.",
                "movies.csv, line 9: the title is empty.",
                "ratings.csv, line 3: movie 9 is not in movies.csv.",
                "ratings.csv, line 4: rating '3.7' is not between 0.5 and 5 in halves.",
                "ratings.csv, line 5: rating '0' is not between 0.5 and 5 in halves.",
                "ratings.csv, line 6: rating '5.5' is not between 0.5 and 5 in halves.",
                "ratings.csv, line 7: rating 'good' is not between 0.5 and 5 in halves.",
                "ratings.csv, line 8: userId '0' is not a positive whole number.",
                "ratings.csv, line 9: timestamp '-5' is not a number of seconds from 1970 to 2100.",
                "ratings.csv, line 10: timestamp '999999999999' is not a number of seconds from 1970 to 2100.",
                "ratings.csv, line 11: timestamp '' is not a number of seconds from 1970 to 2100.",
                "ratings.csv, line 12: it has 3 fields, the header 4.",
            ],
            data.Rejected.Samples.Select(line => line.ToString()));
        Assert.Equal(17, data.Rejected.Total);
        Assert.Equal(4, data.Rejected.Counts[("ratings.csv", RejectionKind.Rating)]);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_rejected()
    {
        File.WriteAllBytes(
            Path.Combine(_dataset.Path, "movies.csv"),
            [.. "movieId,title,genres\n1,Am"u8, 0xE9, .. "lie,Drama\n2,Heat,Crime\n"u8]);
        _dataset.With("ratings.csv", "userId,movieId,rating", "1,2,3");

        var data = MovieLensFiles.Read(_dataset.Path, Forgiving, Cancellation);

        Assert.Equal("movies.csv, line 2: title is not UTF-8 text.", Assert.Single(data.Rejected.Samples).ToString());
    }

    [Fact]
    public void More_bad_lines_than_allowed_stop_the_reading_with_the_first_of_them()
    {
        _dataset
            .With("movies.csv", "movieId,title,genres", "1,Heat (1995),Crime")
            .With(
                "ratings.csv", ["userId,movieId,rating", "1,2,4", .. Enumerable.Range(1, 98).Select(user => $"{user},1,4"), "x"]);

        var exception = Assert.Throws<MovieLensFormatException>(
            () => MovieLensFiles.Read(_dataset.Path, cancellationToken: Cancellation));
        var data = MovieLensFiles.Read(
            _dataset.Path, new MovieLensOptions { MaxRejectedShare = 0.02, KeptRejections = 1 },
            Cancellation);

        Assert.Equal(
            "2 of the first 100 lines of ratings.csv are bad (2.0 %, at most 1.0 % may be). " +
            "The first: ratings.csv, line 2: movie 2 is not in movies.csv.", exception.Message);
        Assert.Equal((1, 2), (data.Rejected.Samples.Count, data.Rejected.Total));
    }

    [Fact]
    public void A_long_file_of_another_format_fails_early()
    {
        _dataset.With("movies.csv", ["movieId,title,genres", .. Enumerable.Repeat("1::Heat (1995)::Crime", 50_000)]);

        var exception = Assert.Throws<MovieLensFormatException>(
            () => MovieLensFiles.Read(_dataset.Path, cancellationToken: Cancellation));

        Assert.StartsWith("10000 of the first 10000 lines of movies.csv are bad", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("movieId;title;genres", "movies.csv has no column 'movieId'; its header is 'movieId;title;genres'.")]
    [InlineData("", "movies.csv is empty.")]
    public void A_file_without_the_columns_is_refused(string header, string message)
    {
        _dataset.With("movies.csv", header);

        var exception = Assert.Throws<MovieLensFormatException>(
            () => MovieLensFiles.Read(_dataset.Path, cancellationToken: Cancellation));
        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void A_missing_file_or_folder_is_named()
    {
        _dataset.With("movies.csv", "movieId,title,genres", "1,Heat (1995),Crime");
        var nowhere = Path.Combine(_dataset.Path, "nowhere");

        Assert.Equal(
            $"'{_dataset.Path}' holds no ratings.csv.",
            Assert.Throws<MovieLensFormatException>(
                () => MovieLensFiles.Read(_dataset.Path, cancellationToken: Cancellation)).Message);
        Assert.Equal(
            $"There is no folder or file '{nowhere}'.",
            Assert.Throws<MovieLensFormatException>(() => MovieLensFiles.Read(nowhere, cancellationToken: Cancellation)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ml-latest-small/")]
    public void An_archive_is_read_with_or_without_a_folder_in_it(string folder)
    {
        var path = Path.Combine(_dataset.Path, "set.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            AddEntry(archive, $"__MACOSX/{folder}deeper/movies.csv", "junk");
            AddEntry(archive, $"{folder}movies.csv", "movieId,title,genres\n1,Heat (1995),Crime\n");
            AddEntry(archive, $"{folder}ratings.csv", "userId,movieId,rating\n1,1,4\n");
        }

        var data = MovieLensFiles.Read(path, cancellationToken: Cancellation);

        Assert.Equal(("Heat", 1), (data.Catalog[0].Title, data.Ratings.Count));
    }

    [Fact]
    public void A_line_longer_than_the_buffer_is_read()
    {
        var genre = new string('g', 600_000);
        _dataset.With("movies.csv", "movieId,title,genres", "1,Heat (1995),Crime", $"2,Long,{genre}", "3,Short,Drama")
            .With("ratings.csv", "userId,movieId,rating", "1,3,4");

        var data = MovieLensFiles.Read(_dataset.Path, cancellationToken: Cancellation);

        Assert.Equal(["Crime", genre, "Drama"], data.Catalog.Movies.ToArray().SelectMany(movie => movie.Genres));
    }

    [Fact]
    public void The_published_small_data_set_is_read_without_a_bad_line()
    {
        Assert.SkipUnless(MovieLens.Folder is not null, "ml-latest-small is not beside the checkout");

        var data = MovieLensFiles.Read(MovieLens.Folder!, cancellationToken: Cancellation);

        Assert.Equal(0, data.Rejected.Total);
        Assert.Equal((9742, 610, 100_836), (data.Catalog.Count, data.Ratings.UserCount, data.Ratings.Count));
        Assert.Equal(3683, Enumerable.Range(0, data.Catalog.Count).Sum(index => data.Catalog.TagsOf(index).Count));
        Assert.Equal(12, data.Catalog.Movies.ToArray().Count(movie => movie.Year is null));
        Assert.Equal(34, data.Catalog.Movies.ToArray().Count(movie => movie.Genres.Count == 0));
    }

    private void Write(string name, string text) =>
        File.WriteAllText(Path.Combine(_dataset.Path, name), text, new UTF8Encoding(false));

    private static void AddEntry(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }
}
