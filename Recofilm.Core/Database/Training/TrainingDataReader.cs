using System.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Database.Training;

/// <summary>
/// Reads all training data by binary COPY in one snapshot: writers are not blocked, and their changes are not visible. The
/// database sorts the rows; ratings go straight into the arrays of the matrix, 16 bytes each.
/// </summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.CreateBulk"/> opens it.</param>
public sealed class TrainingDataReader([FromKeyedServices(RecofilmDataSource.Bulk)] NpgsqlDataSource dataSource)
{
    private const string MoviesSql =
        """
        COPY (SELECT movie_id, title, year, genres, coalesce(original_title, '') FROM movies ORDER BY movie_id)
        TO STDOUT (FORMAT binary)
        """;

    private const string TagsSql =
        """
        COPY (SELECT user_id, movie_id, tag, created_at FROM tags ORDER BY user_id, movie_id, tag COLLATE "C")
        TO STDOUT (FORMAT binary)
        """;

    /// <summary>Reads the data as of the start of the first statement.</summary>
    /// <exception cref="NpgsqlException">The database failed.</exception>
    public async Task<TrainingData> ReadAsync(CancellationToken cancellationToken = default)
    {
        using var fingerprint = new DataFingerprint();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead, cancellationToken);
        await using (var settings = new NpgsqlCommand(
            "SET TRANSACTION READ ONLY; SET LOCAL work_mem = '256MB'", connection))
        {
            await settings.ExecuteNonQueryAsync(cancellationToken);
        }

        var movies = await ReadMoviesAsync(connection, fingerprint, cancellationToken);
        var tags = await ReadTagsAsync(connection, fingerprint, cancellationToken);
        var catalog = new MovieCatalog(movies, tags);
        var ratings = await RatingMatrixReader.ReadAsync(connection, catalog, fingerprint, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new TrainingData(catalog, ratings, fingerprint.Finish());
    }

    private static async Task<List<Movie>> ReadMoviesAsync(
        NpgsqlConnection connection, DataFingerprint fingerprint, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryExportAsync(MoviesSql, cancellationToken);
        var movies = new List<Movie>();
        while (await copy.StartRowAsync(cancellationToken) >= 0)
        {
            var movieId = copy.Read<int>(NpgsqlDbType.Integer);
            var title = copy.Read<string>(NpgsqlDbType.Text);
            int? year = null;
            if (copy.IsNull)
                copy.Skip();
            else
                year = copy.Read<int>(NpgsqlDbType.Integer);
            var genres = copy.Read<string[]>(NpgsqlDbType.Array | NpgsqlDbType.Text);
            var originalTitle = copy.Read<string>(NpgsqlDbType.Text);
            var isKnown = originalTitle.Length > 0 && originalTitle != title;
            movies.Add(new Movie(movieId, title, year, genres, isKnown ? originalTitle : null));

            fingerprint.Add(movieId);
            fingerprint.Add(title);
            fingerprint.Add(originalTitle);
            fingerprint.Add(year ?? 0);
            fingerprint.Add(genres.Length);
            foreach (var genre in genres)
                fingerprint.Add(genre);
        }

        fingerprint.Add(movies.Count);
        return movies;
    }

    private static async Task<List<MovieTag>> ReadTagsAsync(
        NpgsqlConnection connection, DataFingerprint fingerprint, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryExportAsync(TagsSql, cancellationToken);
        var tags = new List<MovieTag>();
        while (await copy.StartRowAsync(cancellationToken) >= 0)
        {
            var tag = new MovieTag(
                copy.Read<int>(NpgsqlDbType.Integer), copy.Read<int>(NpgsqlDbType.Integer),
                copy.Read<string>(NpgsqlDbType.Text), copy.Read<DateTimeOffset>(NpgsqlDbType.TimestampTz));
            tags.Add(tag);

            fingerprint.Add(tag.UserId);
            fingerprint.Add(tag.MovieId);
            fingerprint.Add(tag.Tag);
        }

        fingerprint.Add(tags.Count);
        return tags;
    }
}
