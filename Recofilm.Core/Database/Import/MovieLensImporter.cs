using Npgsql;
using Recofilm.Core.Datasets.MovieLens;

namespace Recofilm.Core.Database.Import;

/// <summary>
/// Loads a MovieLens data set into the database: binary COPY fills staging tables, whose rows are then merged into
/// the tables. All of it is one transaction, so a failed import leaves everything as it was. A second import of the
/// same files changes nothing.
/// </summary>
/// <param name="dataSource">The database; the user must own its tables.</param>
/// <param name="timeProvider">Measures the duration.</param>
public sealed class MovieLensImporter(NpgsqlDataSource dataSource, TimeProvider timeProvider)
{
    /// <summary>
    /// Imports movies.csv and ratings.csv and, if present, links.csv and tags.csv. Ratings that users changed after the files
    /// were made stay, and so do rows that the files lack.
    /// </summary>
    /// <param name="path">A folder with the files, or a .zip archive of them.</param>
    /// <param name="options">The limits on bad lines; the defaults if left out.</param>
    /// <param name="progress">Receives a report every 65,536 lines and at every step.</param>
    /// <param name="cancellationToken">Cancels the import and leaves the database as it was.</param>
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
