using NpgsqlTypes;

namespace Recofilm.Core.Database.Movies;

/// <summary>Reads the catalogue.</summary>
public sealed class MovieStore(ConnectionAdmission connections)
{
    private const string FindSql =
        $"SELECT {MovieColumns.Select} FROM movies m {MovieColumns.Joins} WHERE m.movie_id = $1";

    private const string FindByExternalIdSql =
        $"SELECT {MovieColumns.Select} FROM movies m {MovieColumns.Joins} WHERE m.external_id = $1";

    // Whole words may be misspelt (<% compares trigrams, and its index finds them), but not in texts of three letters, which
    // resemble too many titles. Parts of words must be exact, and spaces are optional. Results are ordered by the best matching
    // part of the title, then by the whole title. Thousands of titles have a text such as "the": the titles that are the text and
    // those that are rated most, 300 together, are compared, which takes most of the time; the others follow.
    private const string SearchSql =
        $"""
        WITH asked AS MATERIALIZED (
            SELECT fold_title($1) AS text, squeeze_title($1) AS squeezed
        ), found AS MATERIALIZED (
            SELECT m.movie_id, coalesce(s.rating_count, 0) AS rating_count,
                   row_number() OVER (
                       ORDER BY m.squeezed_title = a.squeezed DESC, coalesce(s.rating_count, 0) DESC, m.movie_id
                   ) <= 300 AS is_compared
            FROM asked a
            JOIN movies m ON (char_length(a.text) > 3 AND a.text <% m.folded_title) OR m.folded_title LIKE fold_title($2)
                OR (a.squeezed <> '' AND m.squeezed_title LIKE '%' || a.squeezed || '%')
            LEFT JOIN movie_statistics s ON s.movie_id = m.movie_id
            WHERE {Conditions}
        ), matched AS MATERIALIZED (
            SELECT f.movie_id,
                   CASE WHEN f.is_compared THEN greatest(
                       word_similarity(a.text, m.folded_title),
                       word_similarity(a.squeezed, m.squeezed_title)) ELSE 0 END AS part_similarity,
                   CASE WHEN f.is_compared THEN similarity(a.text, m.folded_title) ELSE 0 END AS title_similarity,
                   f.rating_count
            FROM found f CROSS JOIN asked a JOIN movies m ON m.movie_id = f.movie_id
        ), {PageSql}
        """;

    // A separate statement, so that the search keeps a plan that uses its indexes.
    private const string ListSql =
        $"""
        WITH matched AS MATERIALIZED (
            SELECT m.movie_id, 0 AS part_similarity, 0 AS title_similarity, coalesce(s.rating_count, 0) AS rating_count
            FROM movies m
            LEFT JOIN movie_statistics s ON s.movie_id = m.movie_id
            WHERE $1 = '' AND $2 = $2 AND {Conditions}
        ), {PageSql}
        """;

    private const string Conditions =
        """
        (cardinality($3) = 0 OR m.genres && $3)
          AND NOT m.genres && $4
          AND ($5 IS NULL OR m.year >= $5)
          AND ($6 IS NULL OR m.year <= $6)
          AND ($9 OR (NOT m.hidden AND (m.available_from IS NULL OR m.available_from <= $10)
                                   AND (m.available_until IS NULL OR m.available_until > $10)))
          AND ($11 IS NULL OR m.available_countries IS NULL OR $11 = ANY (m.available_countries))
          AND ($12 IS NULL OR m.maturity_age <= $12)
          AND ($13 IS NULL OR $13 = ANY (m.languages))
          AND ($14 IS NULL OR m.runtime >= $14)
          AND ($15 IS NULL OR m.runtime <= $15)
          AND ($16 IS NULL OR EXISTS (
                  SELECT FROM jsonb_array_elements(m.people) p WHERE lower(p ->> 'name') = lower($16)))
          AND ($17 IS NULL OR m.external_id = $17)
          AND ($18 IS NULL OR m.movie_id = ANY ($18))
          AND NOT m.movie_id = ANY ($19)
        """;

    private const string PageSql =
        $"""
        page AS (
            SELECT row_number() OVER (ORDER BY part_similarity DESC, title_similarity DESC, rating_count DESC, movie_id)
                   AS place, movie_id
            FROM matched
            ORDER BY place LIMIT $7 OFFSET $8
        )
        SELECT t.total, {MovieColumns.Select}
        FROM (SELECT count(*)::integer AS total FROM matched) t
        LEFT JOIN (page p JOIN movies m ON m.movie_id = p.movie_id {MovieColumns.Joins}) ON true
        ORDER BY p.place
        """;

    /// <summary>Returns a movie by its identifier, or <see langword="null"/>.</summary>
    public async Task<MovieDetails?> FindAsync(int movieId, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(FindSql);
        command.Parameters.Add<int>(movieId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? MovieColumns.Read(reader, 0) : null;
    }

    /// <summary>Returns a movie by its external identifier, or <see langword="null"/>.</summary>
    public async Task<MovieDetails?> FindAsync(string externalId, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(FindByExternalIdSql);
        command.Parameters.Add<string>(externalId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? MovieColumns.Read(reader, 0) : null;
    }

    /// <summary>Returns the identifiers of movies by their external identifiers; unknown ones are left out.</summary>
    public async Task<IReadOnlyDictionary<string, int>> FindIdsAsync(
        IReadOnlyCollection<string> externalIds, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand("SELECT external_id, movie_id FROM movies WHERE external_id = ANY ($1)");
        command.Parameters.Add<string[]>([.. externalIds]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetString(0), reader.GetInt32(1));
        return found;
    }

    /// <summary>
    /// Returns the movies that satisfy a query: by similarity to the text, then by number of ratings, then by identifier.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1 or the offset below 0.</exception>
    public async Task<Page<MovieDetails>> SearchAsync(MovieQuery query, CancellationToken cancellationToken = default)
    {
        PageBounds.Validate(query.Limit, query.Offset);
        var text = TextOf(query.Text ?? "");
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(text == "" ? ListSql : SearchSql);
        command.Parameters.Add<string>(text);
        command.Parameters.Add<string>($"%{LikePattern.Escape(text)}%");
        command.Parameters.Add<string[]>([.. query.Genres]);
        command.Parameters.Add<string[]>([.. query.ExcludedGenres]);
        command.Parameters.AddNullable(query.MinYear, NpgsqlDbType.Integer);
        command.Parameters.AddNullable(query.MaxYear, NpgsqlDbType.Integer);
        command.Parameters.Add<int>(query.Limit);
        command.Parameters.Add<int>(query.Offset);
        command.Parameters.Add<bool>(query.AvailableAt is null);
        command.Parameters.AddNullable(query.AvailableAt?.UtcDateTime, NpgsqlDbType.TimestampTz);
        command.Parameters.AddNullable(query.Country, NpgsqlDbType.Text);
        command.Parameters.AddNullable(query.MaxMaturityAge, NpgsqlDbType.Integer);
        command.Parameters.AddNullable(query.Language, NpgsqlDbType.Text);
        command.Parameters.AddNullable(query.MinRuntime, NpgsqlDbType.Integer);
        command.Parameters.AddNullable(query.MaxRuntime, NpgsqlDbType.Integer);
        command.Parameters.AddNullable(query.Person, NpgsqlDbType.Text);
        command.Parameters.AddNullable(query.ExternalId, NpgsqlDbType.Text);
        command.Parameters.AddNullable<int[]>(
            query.IncludedMovieIds is { } included ? [.. included] : null, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        command.Parameters.Add<int[]>([.. query.ExcludedMovieIds]);

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var movies = new List<MovieDetails>();
        var total = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            total = reader.GetInt32(0);
            if (!reader.IsDBNull(1))
                movies.Add(MovieColumns.Read(reader, 1));
        }

        return new Page<MovieDetails>(movies, total);
    }

    // A word that is repeated finds nothing more and costs as much again.
    private static string TextOf(string text) => string.Join(' ', text.Replace("\0", "", StringComparison.Ordinal)
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// Finds a movie by a title as people write it: "Toy Story", "toy story (1995)", "The Matrix" or "Matrix, The (1999)".
    /// </summary>
    /// <returns>The match, or <see langword="null"/> when no title fits.</returns>
    public async Task<TitleMatch?> FindByTitleAsync(string title, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var batch = connection.CreateBatch();
        TitleQuery.AddTo(batch, title);
        if (batch.BatchCommands.Count == 0)
            return null;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await TitleQuery.ReadFirstAsync(reader, cancellationToken);
    }
}
