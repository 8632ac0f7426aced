using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database.Movies;

/// <summary>Finds the movie that a title stands for: one statement for every reading of the title, all in the same batch.</summary>
internal static class TitleQuery
{
    // Exact titles come before those followed by another name, as in "Seven (a.k.a. Se7en)": these lie between "seven (" and
    // "seven )". Each branch is found by the index on lower(title), the second only behind OFFSET 0: joined freely, it would
    // be compared with the whole catalogue.
    private const string Sql =
        $"""
        SELECT {MovieColumns.Select}, f.exact
        FROM (
            SELECT m.movie_id, true AS exact
            FROM unnest($1) AS wanted (title) JOIN movies m ON lower(m.title) = wanted.title
            WHERE $2 IS NULL OR m.year = $2
            UNION ALL
            SELECT m.movie_id, false
            FROM unnest($1) AS wanted (title) CROSS JOIN LATERAL (
                SELECT movie_id, year FROM movies
                WHERE lower(title) ~>=~ (wanted.title || ' (') AND lower(title) ~<~ (wanted.title || ' )') OFFSET 0
            ) m
            WHERE $2 IS NULL OR m.year = $2
        ) f JOIN movies m ON m.movie_id = f.movie_id {MovieColumns.Joins}
        ORDER BY f.exact DESC, coalesce(s.rating_count, 0) DESC, m.movie_id
        LIMIT 20
        """;

    private const int ExactColumn = 8;

    /// <summary>Adds the statements.</summary>
    /// <param name="batch">Runs them.</param>
    /// <param name="title">The title as people write it.</param>
    public static void AddTo(NpgsqlBatch batch, string title)
    {
        foreach (var reading in TitleReading.Of(title))
        {
            var command = new NpgsqlBatchCommand(Sql);
            command.Parameters.Add<string[]>([.. reading.Titles]);
            command.Parameters.AddNullable(reading.Year, NpgsqlDbType.Integer);
            batch.BatchCommands.Add(command);
        }
    }

    /// <summary>Reads the answers: the likeliest reading that fits a movie counts.</summary>
    /// <param name="reader">The batch's, at the first of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<TitleMatch?> ReadFirstAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await ReadOneAsync(reader, cancellationToken) ?? await ReadNextAsync(reader, cancellationToken);

    /// <summary>Reads the answers after what the batch asked before.</summary>
    /// <param name="reader">The batch's, at the result before the first of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<TitleMatch?> ReadNextAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken))
        {
            if (await ReadOneAsync(reader, cancellationToken) is { } match)
                return match;
        }

        return null;
    }

    private static async Task<TitleMatch?> ReadOneAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var exact = new List<MovieDetails>();
        var other = new List<MovieDetails>();
        while (await reader.ReadAsync(cancellationToken))
            (reader.GetBoolean(ExactColumn) ? exact : other).Add(MovieColumns.Read(reader, 0));
        var candidates = exact.Count > 0 ? exact : other;
        return candidates.Count > 0 ? new TitleMatch(candidates[0], candidates[1..]) : null;
    }
}
