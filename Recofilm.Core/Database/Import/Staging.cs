using System.Collections.Frozen;
using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Datasets.MovieLens;

namespace Recofilm.Core.Database.Import;

/// <summary>
/// Fills temporary tables with the files' rows. The tables are unlogged, have no indexes and end with the transaction.
/// </summary>
internal sealed class Staging(NpgsqlConnection connection, ImportMeter meter)
{
    private const string CreateSql =
        """
        SET LOCAL work_mem = '256MB';
        SET LOCAL maintenance_work_mem = '512MB';
        CREATE TEMP TABLE staged_movies (
            movie_id integer, title text, year integer, genres text[], original_title text) ON COMMIT DROP;
        CREATE TEMP TABLE staged_links (movie_id integer, imdb_id text, tmdb_id integer) ON COMMIT DROP;
        CREATE TEMP TABLE staged_users (user_id integer) ON COMMIT DROP;
        CREATE TEMP TABLE staged_tags (user_id integer, movie_id integer, tag text, created_at timestamptz) ON COMMIT DROP;
        CREATE TEMP TABLE staged_ratings (
            user_id integer, movie_id integer, half_stars smallint, created_at timestamptz) ON COMMIT DROP;
        """;

    private readonly HashSet<int> _users = [];

    public ImportMeter Meter { get; } = meter;

    public Task CreateAsync(CancellationToken cancellationToken) => connection.ExecuteAsync(CreateSql, cancellationToken);

    /// <summary>Stages the movies.</summary>
    /// <returns>The identifiers of the movies.</returns>
    public async Task<FrozenSet<int>> ReadMoviesAsync(
        MovieLensSource source, Rejections rejections, CancellationToken cancellationToken)
    {
        using var reader = new MovieFileReader(source, rejections);
        var movieIds = new List<int>();
        await CopyAsync(
            "staged_movies (movie_id, title, year, genres, original_title)", reader,
            copy =>
            {
                var movie = reader.Current;
                movieIds.Add(movie.MovieId);
                copy.Write(movie.MovieId, NpgsqlDbType.Integer);
                copy.Write(movie.Title, NpgsqlDbType.Text);
                WriteNullable(copy, movie.Year);
                copy.Write((string[])movie.Genres, NpgsqlDbType.Array | NpgsqlDbType.Text);
                WriteNullable(copy, movie.OriginalTitle);
            }, cancellationToken);
        return movieIds.ToFrozenSet();
    }

    public async Task ReadLinksAsync(
        MovieLensSource source, FrozenSet<int> movieIds, Rejections rejections, CancellationToken cancellationToken)
    {
        using var reader = LinkFileReader.TryOpen(source, movieIds, rejections);
        if (reader is null)
            return;
        await CopyAsync(
            "staged_links (movie_id, imdb_id, tmdb_id)", reader,
            copy =>
            {
                copy.Write(reader.Current.MovieId, NpgsqlDbType.Integer);
                WriteNullable(copy, reader.Current.ImdbId);
                WriteNullable(copy, reader.Current.TmdbId);
            }, cancellationToken);
    }

    public async Task ReadTagsAsync(
        MovieLensSource source, FrozenSet<int> movieIds, Rejections rejections, CancellationToken cancellationToken)
    {
        using var reader = TagFileReader.TryOpen(source, movieIds, rejections);
        if (reader is null)
            return;
        await CopyAsync(
            "staged_tags (user_id, movie_id, tag, created_at)", reader,
            copy =>
            {
                var tag = reader.Current;
                _users.Add(tag.UserId);
                copy.Write(tag.UserId, NpgsqlDbType.Integer);
                copy.Write(tag.MovieId, NpgsqlDbType.Integer);
                copy.Write(tag.Tag, NpgsqlDbType.Text);
                if (tag.CreatedAt is { } createdAt)
                    copy.Write(createdAt.UtcDateTime, NpgsqlDbType.TimestampTz);
                else
                    copy.WriteNull();
            }, cancellationToken);
    }

    public async Task<StagedRatings> ReadRatingsAsync(
        MovieLensSource source, FrozenSet<int> movieIds, Rejections rejections, CancellationToken cancellationToken)
    {
        using var reader = new RatingFileReader(source, movieIds, rejections);
        var ascending = true;
        var (lastUser, lastMovie) = (0, 0);
        var count = await CopyAsync(
            "staged_ratings (user_id, movie_id, half_stars, created_at)", reader,
            copy =>
            {
                ascending &= reader.UserId > lastUser || (reader.UserId == lastUser && reader.MovieId > lastMovie);
                if (reader.UserId != lastUser)
                    _users.Add(reader.UserId);
                (lastUser, lastMovie) = (reader.UserId, reader.MovieId);
                copy.Write(reader.UserId, NpgsqlDbType.Integer);
                copy.Write(reader.MovieId, NpgsqlDbType.Integer);
                copy.Write((short)reader.HalfStars, NpgsqlDbType.Smallint);
                if (reader.HasTimestamps)
                    copy.Write(DateTime.UnixEpoch.AddSeconds(reader.Timestamp), NpgsqlDbType.TimestampTz);
                else
                    copy.WriteNull();
            }, cancellationToken);
        return new StagedRatings(count, ascending, reader.HasTimestamps);
    }

    /// <summary>Stages the users of the ratings and tags that were read.</summary>
    public async Task WriteUsersAsync(CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY staged_users (user_id) FROM STDIN (FORMAT binary)", cancellationToken);
        foreach (var userId in _users.Order())
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(userId, NpgsqlDbType.Integer, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    // Rows are written synchronously: they only fill a buffer, and an async state machine per row
    // would cost more than the row.
    private async Task<long> CopyAsync(
        string target, MovieLensFileReader reader, Action<NpgsqlBinaryImporter> writeRow, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"COPY {target} FROM STDIN (FORMAT binary)", cancellationToken);
        var rows = 0L;
        while (reader.Read())
        {
            copy.StartRow();
            writeRow(copy);
            Meter.Line(reader, ++rows);
            if ((rows & 0xFFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        await copy.CompleteAsync(cancellationToken);
        Meter.Close(reader, rows);
        return rows;
    }

    private static void WriteNullable(NpgsqlBinaryImporter copy, string? value)
    {
        if (value is null)
            copy.WriteNull();
        else
            copy.Write(value, NpgsqlDbType.Text);
    }

    private static void WriteNullable(NpgsqlBinaryImporter copy, int? value)
    {
        if (value is { } number)
            copy.Write(number, NpgsqlDbType.Integer);
        else
            copy.WriteNull();
    }
}
