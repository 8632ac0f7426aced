using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database.Movies;

/// <summary>Reads the catalogue.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class MovieStore(NpgsqlDataSource dataSource)
{
    private const string FindSql =
        $"SELECT {MovieColumns.Select} FROM movies m {MovieColumns.Joins} WHERE m.movie_id = $1";

    // Whole words may be misspelt (<% compares trigrams, and its index finds them); parts of words must be exact.
    // The similarity is that of the best matching part of the title, then that of the whole title.
    private const string SearchSql =
        $"""
        WITH matched AS MATERIALIZED (
            SELECT m.movie_id,
                   word_similarity($1, m.title) AS part_similarity,
                   similarity($1, m.title) AS title_similarity,
                   coalesce(s.rating_count, 0) AS rating_count
            FROM movies m
            LEFT JOIN movie_statistics s ON s.movie_id = m.movie_id
            WHERE ($1 = '' OR $1 <% m.title OR m.title ILIKE $2)
              AND (cardinality($3) = 0 OR m.genres && $3)
              AND NOT m.genres && $4
              AND ($5 IS NULL OR m.year >= $5)
              AND ($6 IS NULL OR m.year <= $6)
        ), page AS (
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

    /// <summary>A movie by its identifier, or <see langword="null"/> when there is none.</summary>
    public async Task<MovieDetails?> FindAsync(int movieId, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(FindSql);
        command.Parameters.Add<int>(movieId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? MovieColumns.Read(reader, 0) : null;
    }

    /// <summary>
    /// Movies that satisfy a query: by similarity to the text, then by number of ratings, then by identifier.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1 or the offset below 0.</exception>
    public async Task<Page<MovieDetails>> SearchAsync(MovieQuery query, CancellationToken cancellationToken = default)
    {
        Paging.Validate(query.Limit, query.Offset);
        var text = query.Text?.Replace("\0", "", StringComparison.Ordinal).Trim() ?? "";
        await using var command = dataSource.CreateCommand(SearchSql);
        command.Parameters.Add<string>(text);
        command.Parameters.Add<string>($"%{LikePattern.Escape(text)}%");
        command.Parameters.Add<string[]>([.. query.Genres]);
        command.Parameters.Add<string[]>([.. query.ExcludedGenres]);
        command.Parameters.AddNullable(query.MinYear, NpgsqlDbType.Integer);
        command.Parameters.AddNullable(query.MaxYear, NpgsqlDbType.Integer);
        command.Parameters.Add<int>(query.Limit);
        command.Parameters.Add<int>(query.Offset);

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

    /// <summary>
    /// A movie by a title as people write it: "Toy Story", "toy story (1995)", "The Matrix" or "Matrix, The (1999)".
    /// </summary>
    /// <returns>The match, or <see langword="null"/> when no title fits.</returns>
    public async Task<TitleMatch?> FindByTitleAsync(string title, CancellationToken cancellationToken = default)
    {
        await using var batch = dataSource.CreateBatch();
        TitleQuery.AddTo(batch, title);
        if (batch.BatchCommands.Count == 0)
            return null;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await TitleQuery.ReadFirstAsync(reader, cancellationToken);
    }
}
