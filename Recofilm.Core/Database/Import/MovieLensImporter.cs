using Npgsql;
using Recofilm.Core.Catalog.MovieLens;

namespace Recofilm.Core.Database.Import;

/// <summary>
/// Loads a MovieLens data set into the database: files to staging tables by binary COPY, then from there in one
/// transaction, so that a failed import leaves everything as it was. Importing the same files again changes nothing.
/// </summary>
/// <param name="dataSource">The database; the user must own its tables.</param>
/// <param name="timeProvider">Measures the time it takes.</param>
public sealed class MovieLensImporter(NpgsqlDataSource dataSource, TimeProvider timeProvider)
{
    /// <summary>
    /// Imports movies.csv and ratings.csv and, if present, links.csv and tags.csv. Ratings that users changed since
    /// the files were made stay; what the files lack stays too.
    /// </summary>
    /// <param name="path">A folder with the files, or a .zip archive of them.</param>
    /// <param name="options">How forgiving to be; the defaults if left out.</param>
    /// <param name="progress">Told about every 65,536 lines and every step.</param>
    /// <param name="cancellationToken">Gives up and leaves the database as it was.</param>
    /// <exception cref="MovieLensFormatException">A file or column is missing, or too many lines are bad.</exception>
    /// <exception cref="NpgsqlException">The database failed.</exception>
    public async Task<ImportReport> ImportAsync(
        string path, MovieLensOptions? options = null, IProgress<ImportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new MovieLensOptions();
        options.Validate();
        var started = timeProvider.GetTimestamp();
        var rejections = new Rejections(options);
        using var source = new MovieLensSource(path);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        var staging = new Staging(connection, new ImportMeter(source, progress));
        await staging.CreateAsync(cancellationToken);
        var movieIds = await staging.ReadMoviesAsync(source, rejections, cancellationToken);
        await staging.ReadLinksAsync(source, movieIds, rejections, cancellationToken);
        await staging.ReadTagsAsync(source, movieIds, rejections, cancellationToken);
        var ratings = await staging.ReadRatingsAsync(source, movieIds, rejections, cancellationToken);
        await staging.WriteUsersAsync(cancellationToken);

        var merge = new Merge(connection, staging);
        var movies = await merge.MoviesAsync(cancellationToken);
        var links = await merge.LinksAsync(cancellationToken);
        var users = await merge.UsersAsync(cancellationToken);
        var tags = await merge.TagsAsync(cancellationToken);
        var merged = await new RatingMerge(connection, staging).RunAsync(ratings, cancellationToken);
        await merge.RefreshStatisticsAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return new ImportReport(
            movies, links, users, merged, tags, rejections, timeProvider.GetElapsedTime(started));
    }
}
