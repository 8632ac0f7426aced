using System.IO.Compression;
using System.Text;
using CsCheck;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Fuzzing;

/// <summary>
/// MovieLens files of every kind of line: each is read or counted as bad, and nothing but the documented exception ends it.
/// </summary>
public sealed class MovieLensFuzzTests : IDisposable
{
    private static readonly MovieLensOptions _forgiving = new() { MaxRejectedShare = 1 };

    private static readonly Gen<string> _field = Gen.Frequency(
        (8, Gen.Int[1, 9].Select(number => $"{number}")),
        (4, Gen.Int[1, 10].Select(halves => $"{halves / 2}.{halves % 2 * 5}")),
        (3, Gen.OneOf(
            Gen.Const("Heat (1995)"), Gen.Const("\"American President, The (1995)\""), Gen.Const("\"a \"\"b\"\" c\""),
            Gen.Const("(no genres listed)"), Gen.Const("Drama|Drama| Sci-Fi|"), Gen.Const("964982703"), Gen.Const("千と千尋"))),
        (3, Gen.OneOf(
            Gen.Const(""), Gen.Const(" "), Gen.Const("\""), Gen.Const("\"\""), Gen.Const("\"\"\""), Gen.Const("a\"b"),
            Gen.Const("\0"), Gen.Const("-1"), Gen.Const("0"), Gen.Const("2147483648"), Gen.Const("99999999999999999999"),
            Gen.Const("1e9"), Gen.Const("NaN"), Gen.Const("1.25"), Gen.Const("5.5"), Gen.Const("+1"), Gen.Const("0x1"),
            Gen.Const("1 "), Gen.Const("()"), Gen.Const("(1995)"), Gen.Const("\uFEFF"), Gen.Const("\uFFFF"),
            Gen.Const("\u2028"))),
        (1, Gen.String[0, 40]),
        (1, Gen.Int[400, 700].Select(length => new string('x', length))));

    private static readonly Gen<string> _line = Gen.Frequency(
        (9, Gen.Select(_field.Array[2, 5], Gen.OneOf(",", ",", ",", ";")).Select((fields, comma) => string.Join(comma, fields))),
        (1, Gen.OneOf(Gen.Const(""), Gen.Const("\r"), Gen.Const(","), Gen.Const(",,,"), Gen.Const("\"open"))));

    private static readonly Gen<string> _movies = File("movieId,title,genres", "1,Heat (1995),Crime");
    private static readonly Gen<string> _ratings = File("userId,movieId,rating,timestamp", "1,1,4.0,964982703");
    private static readonly Gen<string> _tags = File("userId,movieId,tag,timestamp", "1,1,tense,5");

    private static readonly Gen<(string Movies, string Ratings, string Tags, Damage[] Damages)> _datasets =
        Gen.Select(
            _movies, _ratings, _tags, Gen.Frequency((3, Gen.Const(System.Array.Empty<Damage>())), (1, TextMutations.Damages)));

    private readonly DatasetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_line_is_read_or_counted_as_bad()
    {
        var read = 0;
        var total = await Fuzz.RunAsync(_datasets, 3_000, files =>
        {
            Write("movies.csv", TextMutations.Apply(Encoding.UTF8.GetBytes(files.Movies), files.Damages));
            Write("ratings.csv", TextMutations.Apply(Encoding.UTF8.GetBytes(files.Ratings), files.Damages));
            Write("tags.csv", Encoding.UTF8.GetBytes(files.Tags));
            try
            {
                var data = MovieLensFiles.Read(_folder.Path, _forgiving, TestContext.Current.CancellationToken);
                read++;
                Assert.All(data.Ratings.Ratings.ToArray(), rating => Assert.InRange(rating, 0.5f, 5f));
                Assert.All(data.Catalog.Movies.ToArray(), movie => Assert.True(movie.MovieId > 0 && movie.Title.Length > 0));
                Assert.InRange(data.Rejected.Samples.Count, 0, _forgiving.KeptRejections);
            }
            catch (MovieLensFormatException exception)
            {
                Assert.NotEmpty(exception.Message);
            }

            return Task.CompletedTask;
        });

        Assert.InRange(read, 1, total - 1);
    }

    [Fact]
    public async Task Good_lines_and_bad_ones_make_up_the_file()
    {
        var total = await Fuzz.RunAsync(_line.Array[1, 20], 2_000, lines =>
        {
            Write("movies.csv", Encoding.UTF8.GetBytes("movieId,title,genres\n" + string.Join('\n', lines) + "\n"));
            var rejections = new Rejections(_forgiving);
            using var source = new MovieLensSource(_folder.Path);
            using var reader = new MovieFileReader(source, rejections);
            var good = 0;
            try
            {
                while (reader.Read())
                    good++;
            }
            catch (MovieLensFormatException)
            {
                Assert.Equal(0, reader.LinesRead);
            }

            Assert.Equal(reader.LinesRead, good + rejections.Total);
            Assert.Equal(reader.Length, reader.BytesRead);
            return Task.CompletedTask;
        });

        Assert.True(total > 0);
    }

    [Fact]
    public async Task A_damaged_archive_is_read_or_refused_as_one()
    {
        var archive = Archive();
        var path = Path.Combine(_folder.Path, "dataset.zip");
        var read = 0;
        var total = await Fuzz.RunAsync(TextMutations.Damages, 2_000, damages =>
        {
            System.IO.File.WriteAllBytes(path, TextMutations.Apply(archive, damages));
            try
            {
                MovieLensFiles.Read(path, _forgiving, TestContext.Current.CancellationToken);
                read++;
            }
            catch (MovieLensFormatException exception)
            {
                Assert.NotEmpty(exception.Message);
            }

            return Task.CompletedTask;
        }, print: damages => string.Join(", ", damages.Select(damage => damage.ToString())));

        Assert.InRange(read, 1, total - 1);
    }

    private static Gen<string> File(string header, string goodLine) =>
        Gen.Select(
            Gen.Frequency((20, Gen.Const(header)), (1, _line)),
            Gen.Frequency((1, _line), (2, Gen.Const(goodLine))).Array[0, 12],
            Gen.OneOf("\n", "\r\n", "\n\n"),
            Gen.Bool,
            (first, lines, end, marked) => (marked ? "\uFEFF" : "") + first + end + string.Join(end, lines));

    private static byte[] Archive()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "ml/movies.csv", "movieId,title,genres\n1,Heat (1995),Crime\n2,Casino (1995),Crime|Drama\n");
            Add(archive, "ml/ratings.csv", "userId,movieId,rating,timestamp\n1,1,4.0,964982703\n2,2,3.5,964982704\n");
            Add(archive, "ml/tags.csv", "userId,movieId,tag,timestamp\n1,1,tense,5\n");
        }

        return stream.ToArray();
    }

    private static void Add(ZipArchive archive, string name, string text)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }

    private void Write(string name, byte[] content) => System.IO.File.WriteAllBytes(Path.Combine(_folder.Path, name), content);
}
