using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Recofilm.Scale;

/// <summary>
/// Writes a data set in MovieLens' format and shape: long-tailed users and movies, planted tastes, and ratings in
/// visits, seconds apart within one and days to months between two.
/// </summary>
public sealed class MovieLensGenerator(MovieLensShape shape)
{
    private const long FirstRating = 789_652_009;
    private const long LastRating = 1_427_784_002;
    private const int VisitLength = 60;

    private readonly PlantedWorld _world = new(shape);

    /// <summary>Writes movies.csv, links.csv, tags.csv and ratings.csv.</summary>
    /// <param name="folder">Created when missing; files of the same names are replaced.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    /// <returns>The number of ratings written.</returns>
    public long Write(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        WriteMovies(folder);
        return WriteRatings(folder, cancellationToken);
    }

    private void WriteMovies(string folder)
    {
        using var movies = Text(folder, "movies.csv", "movieId,title,genres");
        using var links = Text(folder, "links.csv", "movieId,imdbId,tmdbId");
        for (var movie = 0; movie < shape.Movies; movie++)
        {
            var id = movie + 1;
            movies.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{id},\"Picture {id}, The ({_world.Years[movie]})\",{string.Join('|', _world.Genres[movie])}"));
            links.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id},{id:D7},{id + 100}"));
        }
    }

    private long WriteRatings(string folder, CancellationToken cancellationToken)
    {
        using var ratings = new FileStream(
            Path.Combine(folder, "ratings.csv"), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        using var tags = Text(folder, "tags.csv", "userId,movieId,tag,timestamp");
        ratings.Write("userId,movieId,rating,timestamp\n"u8);

        var random = new Random(shape.Seed + 1);
        var factors = new float[shape.Factors];
        var seen = new int[shape.Movies];
        var chosen = new List<(int Movie, float Affinity)>();
        var given = new List<(int Movie, int HalfStars, long Time, int? Mood)>();
        var line = new byte[64];
        long written = 0;
        var meanExtra = (double)shape.Ratings / shape.Users - shape.MinimumRatings;
        var location = Math.Log(meanExtra) - shape.ActivitySpread * shape.ActivitySpread / 2;
        for (var user = 1; user <= shape.Users; user++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bias = PlantedWorld.DrawUser(random, factors);
            var extra = Math.Exp(location + shape.ActivitySpread * PlantedWorld.Normal(random));
            var count = shape.MinimumRatings + (int)Math.Min(extra, shape.Movies / 5.0);
            ChooseMovies(random, user, count, factors, seen, chosen);
            var time = FirstRating + random.NextInt64(LastRating - FirstRating);
            given.Clear();
            foreach (var (movie, affinity) in chosen)
            {
                var halfStars = _world.DrawHalfStars(random, bias, movie, affinity);
                given.Add((movie, halfStars, time, random.Next(400) == 0 ? random.Next(900) : null));
                time += random.Next(VisitLength) == 0 ? random.Next(86_400, 60 * 86_400) : random.Next(0, 20);
            }

            // The published files' lines are ordered by user, then by movie.
            given.Sort((left, right) => left.Movie.CompareTo(right.Movie));
            foreach (var (movie, halfStars, at, mood) in given)
            {
                ratings.Write(line.AsSpan(0, WriteLine(line, user, movie + 1, halfStars, at)));
                if (mood is not null)
                    tags.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{user},{movie + 1},mood {mood},{at}"));
            }

            written += chosen.Count;
        }

        return written;
    }

    /// <summary>Popular movies come up more often, and those that fit the user are watched more often.</summary>
    private void ChooseMovies(
        Random random, int user, int count, ReadOnlySpan<float> factors, int[] seen, List<(int Movie, float Affinity)> chosen)
    {
        chosen.Clear();
        for (var draws = 0; chosen.Count < count && draws < 40 * count; draws++)
        {
            var movie = _world.Popularity.Draw(random);
            if (seen[movie] == user)
                continue;
            var affinity = _world.Affinity(factors, movie);
            if (random.NextDouble() > 1 / (1 + Math.Exp(-2 * affinity)))
                continue;
            seen[movie] = user;
            chosen.Add((movie, affinity));
        }
    }

    private static int WriteLine(Span<byte> line, int user, int movie, int halfStars, long time)
    {
        Utf8Formatter.TryFormat(user, line, out var length);
        line[length++] = (byte)',';
        Utf8Formatter.TryFormat(movie, line[length..], out var written);
        length += written;
        line[length++] = (byte)',';
        line[length++] = (byte)('0' + halfStars / 2);
        line[length++] = (byte)'.';
        line[length++] = (byte)(halfStars % 2 == 0 ? '0' : '5');
        line[length++] = (byte)',';
        Utf8Formatter.TryFormat(time, line[length..], out written);
        length += written;
        line[length++] = (byte)'\n';
        return length;
    }

    private static StreamWriter Text(string folder, string name, string header)
    {
        var writer = new StreamWriter(Path.Combine(folder, name), append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        writer.WriteLine(header);
        return writer;
    }
}
