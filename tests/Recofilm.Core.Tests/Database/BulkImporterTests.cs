using System.Text;
using Recofilm.Core.Database.Bulk;
using Recofilm.Core.Database.Movies;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public sealed partial class BulkImporterTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private BulkImporter Importer => new(Database.DataSource, TimeProvider.System);

    [Fact]
    public async Task Users_movies_and_ratings_come_in_by_the_platforms_own_identifiers()
    {
        await SeedAsync();

        var report = await ImportAsync("ratings",
            """{"user_external_id":"u-1","movie_external_id":"m-1","rating":4.5,"rated_at":"2026-01-02T03:04:05+01:00"}""",
            """{"user_external_id":"u-2","movie_external_id":"m-1","rating":0.5,"rated_at":1767319445}""");

        Assert.Equal((2L, 0L, 0L, 0L), (report.Inserted, report.Updated, report.Unchanged, report.Rejected));
        Assert.Equal(
            "u-1|m-1|4.5|2026-01-02 02:04:05+00,u-2|m-1|0.5|2026-01-02 02:04:05+00",
            await Database.ScalarAsync<string>(
                """
                SELECT string_agg(concat_ws('|', u.external_id, m.external_id, r.rating,
                                            r.created_at AT TIME ZONE 'UTC' || '+00'), ','
                                  ORDER BY u.external_id)
                FROM ratings r JOIN users u USING (user_id) JOIN movies m USING (movie_id)
                """));
    }

    [Fact]
    public async Task The_same_lines_again_change_nothing()
    {
        await SeedAsync();
        string[] ratings =
            ["""{"user_external_id":"u-1","movie_external_id":"m-2","rating":3,"rated_at":"2026-01-02T03:04:05Z"}"""];
        await ImportAsync("ratings", ratings);

        Assert.Equal((0L, 0L, 1L), Counts(await ImportAsync("ratings", ratings)));
        Assert.Equal((0L, 0L, 2L), Counts(await SeedUsersAsync()));
        Assert.Equal((0L, 0L, 2L), Counts(await SeedMoviesAsync()));
    }

    [Fact]
    public async Task Other_values_update_and_a_users_later_rating_stays()
    {
        await SeedAsync();
        await ImportAsync(
            "ratings", """{"user_external_id":"u-1","movie_external_id":"m-1","rating":3,"rated_at":"2026-01-02T00:00:00Z"}""");

        var later = await ImportAsync(
            "ratings", """{"user_external_id":"u-1","movie_external_id":"m-1","rating":4,"rated_at":"2026-01-03T00:00:00Z"}""");
        var earlier = await ImportAsync(
            "ratings", """{"user_external_id":"u-1","movie_external_id":"m-1","rating":1,"rated_at":"2026-01-01T00:00:00Z"}""");

        Assert.Equal((0L, 1L, 0L), Counts(later));
        Assert.Equal((0L, 0L, 1L), Counts(earlier));
        Assert.Equal(4m, await Database.ScalarAsync<decimal>("SELECT rating FROM ratings"));
    }

    [Fact]
    public async Task Of_several_lines_for_one_rating_the_latest_counts()
    {
        await SeedAsync();

        var report = await ImportAsync("ratings",
            """{"user_external_id":"u-1","movie_external_id":"m-1","rating":5,"rated_at":"2026-01-03T00:00:00Z"}""",
            """{"user_external_id":"u-1","movie_external_id":"m-1","rating":1,"rated_at":"2026-01-02T00:00:00Z"}""");

        Assert.Equal((1L, 0L, 1L), Counts(report));
        Assert.Equal(5m, await Database.ScalarAsync<decimal>("SELECT rating FROM ratings"));
    }

    [Theory]
    [InlineData("""{"user_external_id":"u-1","movie_external_id":"m-1","rating":4""", null, "is not valid JSON")]
    [InlineData("""[1]""", null, "must be a JSON object")]
    [InlineData(
        """{"user_external_id":"u-1","movie_external_id":"m-1","rating":"4"}""", "rating",
        "must be from 0.5 to 5 in steps of 0.5")]
    [InlineData(
        """{"user_external_id":"u-1","movie_external_id":"m-1","rating":4.2}""", "rating",
        "must be from 0.5 to 5 in steps of 0.5")]
    [InlineData("""{"user_external_id":"u-1","movie_external_id":"m-1"}""", "rating", "is required")]
    [InlineData("""{"user_external_id":"u-1","rating":4}""", "movie_external_id", "is required where there is no movie_id")]
    [InlineData(
        """{"user_id":1,"user_external_id":"u-1","movie_external_id":"m-1","rating":4}""", "user_external_id",
        "must not be given together with user_id")]
    [InlineData("""{"user_external_id":"u-1","movie_external_id":"m-9","rating":4}""", "movie_id", "names no movie")]
    [InlineData("""{"user_external_id":"u-9","movie_external_id":"m-1","rating":4}""", "user_id", "names no user")]
    [InlineData(
        """{"user_external_id":"u-1","movie_external_id":"m-1","rating":4,"ratde_at":1}""", "ratde_at",
        "is unknown; did you mean rated_at?")]
    [InlineData(
        """{"user_external_id":"u-1","movie_external_id":"m-1","rating":4,"rating":5}""", "rating", "must not be given twice")]
    [InlineData(
        """{"user_external_id":"u-1","movie_external_id":"m-1","rating":4,"rated_at":1767319445000}""", "rated_at",
        "must be a time such as")]
    [InlineData(
        """{"user_external_id":"u-1","movie_external_id":"m-1","rating":4,"rated_at":"2026-01-02T03:04:05"}""", "rated_at",
        "must be a time such as")]
    [InlineData("""{"user_external_id":"\ud800","movie_external_id":"m-1","rating":4}""", null, "holds text that is not Unicode")]
    public async Task A_bad_line_is_named_with_field_and_reason_and_nothing_is_written(string line, string? field, string reason)
    {
        await SeedAsync();
        const string Good = """{"user_external_id":"u-2","movie_external_id":"m-2","rating":4}""";

        var aborted = await ImportAsync("ratings", Good, line);
        Assert.False(aborted.IsCommitted);
        Assert.Equal((1L, 2L, field), (aborted.Rejected, aborted.Rejections[0].Line, aborted.Rejections[0].Field));
        Assert.StartsWith(reason, aborted.Rejections[0].Reason, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("ratings"));

        var skipped = await ImportAsync("ratings", new BulkOptions { SkipRejected = true }, Good, line);
        Assert.True(skipped.IsCommitted);
        Assert.Equal((1L, 1L), (skipped.Inserted, skipped.Rejected));
        Assert.Equal(1, await CountAsync("ratings"));
    }

    [Fact]
    public async Task All_faults_of_a_line_are_named_and_it_counts_once()
    {
        await SeedAsync();
        var report = await ImportAsync("ratings", """{"user_external_id":"","movie_id":0,"rating":9}""");
        Assert.Equal(1, report.Rejected);
        Assert.Equal(["user_external_id", "movie_id", "rating"], report.Rejections.Select(rejection => rejection.Field));
    }

    [Fact]
    public async Task The_first_hundred_faults_are_listed_and_all_are_counted()
    {
        await SeedAsync();
        var report = await ImportAsync("ratings", [.. Enumerable.Repeat("{}", 250)]);
        Assert.Equal((250L, 100, 1L), (report.Rejected, report.Rejections.Count, report.Rejections[0].Line));
    }

    [Fact]
    public async Task A_line_without_end_is_rejected_without_being_kept()
    {
        await SeedAsync();
        using var stream =
            new MemoryStream([.. Encoding.ASCII.GetBytes("{\"user_external_id\":\""), .. new byte[100 << 20], (byte)'\n']);
        var before = GC.GetTotalAllocatedBytes();
        var report = await Importer.ImportAsync("ratings", stream, new BulkOptions(), cancellationToken: Cancellation);
        Assert.Equal(new BulkRejection(1, null, "is longer than 1048576 bytes"), Assert.Single(report.Rejections));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 16 << 20);
    }

    [Fact]
    public async Task Another_encoding_is_rejected()
    {
        using var stream = new MemoryStream(Encoding.Unicode.GetBytes("{\"external_id\":\"ü\"}\n"));
        var report = await Importer.ImportAsync("users", stream, new BulkOptions(), cancellationToken: Cancellation);
        Assert.False(report.IsCommitted);
        Assert.Equal(0, await CountAsync("users"));
    }

    [Fact]
    public async Task An_identifier_that_stands_twice_is_rejected()
    {
        var users = await ImportAsync("users", """{"external_id":"a"}""", """{"external_id":"b"}""", """{"external_id":"a"}""");
        Assert.Equal(new BulkRejection(3, "external_id", "is already on an earlier line"), Assert.Single(users.Rejections));

        await SeedAsync();
        var movies = await ImportAsync("movies", """{"movie_id":99,"external_id":"m-1","title":"Another"}""");
        Assert.Equal(new BulkRejection(1, "external_id", "belongs to another movie"), Assert.Single(movies.Rejections));
    }

    [Fact]
    public async Task A_movie_keeps_all_its_attributes_and_a_line_replaces_them()
    {
        const string Line =
            """
            {"movie_id":603,"external_id":"tt0133093","title":"The Matrix",
            "original_title":"The Matrix","year":1999,"genres":["Action","Sci-Fi"],
            "description":"A hacker learns.\nThen he fights.",
            "people":[{"name":"Keanu Reeves","role":"actor"},{"name":"Lana Wachowski","role":"director"}],
            "runtime":136,"languages":["en","de"],"countries":["US"],"maturity_age":16,"poster_url":"https://example.com/603.jpg",
            "imdb_id":"0133093","tmdb_id":603,
            "available_countries":["DE","AT"],"available_from":"2026-01-01T00:00:00Z",
            "available_until":"2027-01-01T00:00:00Z","hidden":true}
            """;
        await ImportAsync("movies", Line.ReplaceLineEndings(""));

        var movie = (await new MovieStore(Database.Connections).FindAsync("tt0133093", Cancellation))!;
        Assert.Equal((603, "The Matrix", 1999, 136, 16, true), (
            movie.MovieId, movie.OriginalTitle, movie.Year!.Value, movie.Runtime!.Value, movie.MaturityAge!.Value, movie.Hidden));
        Assert.Equal([new Person("Keanu Reeves", "actor"), new Person("Lana Wachowski", "director")], movie.People);
        Assert.Equal(["DE", "AT"], movie.AvailableCountries!);
        Assert.Equal("A hacker learns.\nThen he fights.", movie.Description);
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), movie.AvailableUntil);

        Assert.Equal((0L, 0L, 1L), Counts(await ImportAsync("movies", Line.ReplaceLineEndings(""))));
        Assert.Equal((0L, 1L, 0L), Counts(await ImportAsync("movies", """{"external_id":"tt0133093","title":"Matrix"}""")));
        movie = (await new MovieStore(Database.Connections).FindAsync(603, Cancellation))!;
        Assert.Equal(("Matrix", false, null, null), (movie.Title, movie.Hidden, movie.Description, movie.TmdbId));
    }

    [Fact]
    public async Task New_movies_get_identifiers_that_no_movie_had()
    {
        await AddMoviesAsync((7, "Heat", 1995));
        await Database.ExecuteAsync("INSERT INTO withdrawn_movies VALUES (40, now())");
        await ImportAsync("movies", """{"external_id":"a","title":"A"}""", """{"movie_id":12,"title":"B"}""");
        Assert.Equal(41, await Database.ScalarAsync<int>("SELECT movie_id FROM movies WHERE external_id = 'a'"));
    }

    [Fact]
    public async Task Csv_with_a_header_reads_like_json()
    {
        var csv =
            """
            external_id,title,year,genres,people,hidden
            x1,"Good, the Bad, ""and"" the Ugly",1966,Western|Drama,"[{""name"":""Clint Eastwood""}]",true
            x2,Alien,,,,
            """;
        Assert.Equal(
            (2L, 0L, 0L), Counts(await ImportAsync("movies", new BulkOptions { Format = BulkFormat.Csv }, csv.Split('\n'))));

        var movie = (await new MovieStore(Database.Connections).FindAsync("x1", Cancellation))!;
        Assert.Equal("Good, the Bad, \"and\" the Ugly", movie.Title);
        Assert.Equal(["Western", "Drama"], movie.Genres);
        Assert.True(movie.Hidden);
        Assert.Equal([new Person("Clint Eastwood")], movie.People);
    }

    [Fact]
    public async Task Columns_of_other_names_are_mapped_and_an_unknown_one_is_refused_by_name()
    {
        await SeedAsync();
        string[] csv = ["customer,film,stars,comment", "u-1,m-1,4,fine"];
        var options = new BulkOptions
        {
            Format = BulkFormat.Csv,
            Mapping = new Dictionary<string, string>
            {
                ["customer"] = "user_external_id",
                ["film"] = "movie_external_id",
                ["stars"] = "rating",
                ["comment"] = "",
            },
        };
        Assert.Equal((1L, 0L, 0L), Counts(await ImportAsync("ratings", options, csv)));

        var exception = await Assert.ThrowsAsync<BulkFormatException>(
            () => ImportAsync(
                "ratings", new BulkOptions { Format = BulkFormat.Csv }, "user_externalid,movie_id,rating", "a,1,4"));
        Assert.Equal("line 1: column user_externalid is unknown; did you mean user_external_id?", exception.Message);
    }

    [Fact]
    public async Task Ratings_may_bring_their_users_along()
    {
        await SeedAsync();
        var report = await ImportAsync(
            "ratings", new BulkOptions { CreateUsers = true },
            """{"user_external_id":"new","movie_external_id":"m-1","rating":4}""",
            """{"user_id":500,"movie_external_id":"m-1","rating":4}""");
        Assert.Equal(2, report.Inserted);
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE external_id = 'new'"));
        Assert.True(await Database.ScalarAsync<int>("INSERT INTO users DEFAULT VALUES RETURNING user_id") > 500);
    }

    private static (long Inserted, long Updated, long Unchanged) Counts(BulkReport report)
    {
        Assert.Empty(report.Rejections);
        return (report.Inserted, report.Updated, report.Unchanged);
    }

    private async Task SeedAsync()
    {
        await SeedUsersAsync();
        await SeedMoviesAsync();
    }

    private Task<BulkReport> SeedUsersAsync() => ImportAsync("users", """{"external_id":"u-1"}""", """{"external_id":"u-2"}""");

    private Task<BulkReport> SeedMoviesAsync() =>
        ImportAsync("movies", """{"external_id":"m-1","title":"Heat"}""", """{"external_id":"m-2","title":"Alien"}""");

    private Task<BulkReport> ImportAsync(string table, params string[] lines) => ImportAsync(table, new BulkOptions(), lines);

    private async Task<BulkReport> ImportAsync(string table, BulkOptions options, params string[] lines)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return await Importer.ImportAsync(table, stream, options, cancellationToken: Cancellation);
    }

    private Task<long> CountAsync(string table) => Database.ScalarAsync<long>($"SELECT count(*) FROM {table}");
}
