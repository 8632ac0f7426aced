using System.Collections.Frozen;
using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>Reads a MovieLens data set into memory, for evaluation and for training without a database.</summary>
public static class MovieLensFiles
{
    /// <summary>Reads movies.csv, ratings.csv and, if present, tags.csv.</summary>
    /// <param name="path">A folder with the files, or a .zip archive of them.</param>
    /// <param name="options">The limits on bad lines; the defaults if left out.</param>
    /// <exception cref="MovieLensFormatException">A file or column is missing, or too many lines are bad.</exception>
    public static MovieLensData Read(
        string path, MovieLensOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MovieLensOptions();
        options.Validate();
        var rejections = new Rejections(options);
        using var source = new MovieLensSource(path);

        var movies = new List<Movie>();
        using (var reader = new MovieFileReader(source, rejections))
        {
            while (reader.Read())
                movies.Add(reader.Current);
        }

        var movieIds = movies.Select(movie => movie.MovieId).ToFrozenSet();
        var tags = new List<MovieTag>();
        using (var reader = TagFileReader.TryOpen(source, movieIds, rejections))
        {
            while (reader?.Read() == true)
                tags.Add(reader.Current);
        }

        var catalog = new MovieCatalog(movies, tags);
        return new MovieLensData(catalog, ReadRatings(source, catalog, movieIds, rejections, cancellationToken), rejections);
    }

    private static RatingMatrix ReadRatings(
        MovieLensSource source, MovieCatalog catalog, FrozenSet<int> movieIds, Rejections rejections,
        CancellationToken cancellationToken)
    {
        using var reader = new RatingFileReader(source, movieIds, rejections);

        // A line of ratings.csv takes about 25 bytes.
        var builder = new RatingMatrixBuilder(catalog, reader.HasTimestamps, (int)Math.Min(reader.Length / 24, 1 << 26));
        while (reader.Read())
        {
            builder.Add(reader.UserId, reader.MovieId, reader.Rating, reader.Timestamp);
            if ((reader.LinesRead & 0xFFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        return builder.Build();
    }
}
