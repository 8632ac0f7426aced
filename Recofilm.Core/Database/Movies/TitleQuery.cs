using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database.Movies;

/// <summary>Finds the movie with a title: one statement for each reading of the title, all in the same batch.</summary>
internal static class TitleQuery
{
    // Exact titles come before those followed by another name, as in "Seven (a.k.a. Se7en)". The index on names finds both.
    // Parameters are single values: with arrays of varying lengths the database would plan each request anew.
    private const string Sql =
        $"""
        SELECT {MovieColumns.Select}, lower(m.title) IN ($1, $2, $3) AS exact
        FROM movies m {MovieColumns.Joins}
        WHERE lower(split_part(m.title, ' (', 1))
            IN (split_part($1, ' (', 1), split_part($2, ' (', 1), split_part($3, ' (', 1))
        AND (starts_with(lower(m.title) || ' (', $1 || ' (') OR starts_with(lower(m.title) || ' (', $2 || ' (')
            OR starts_with(lower(m.title) || ' (', $3 || ' ('))
        AND ($4 IS NULL OR m.year = $4)
        ORDER BY exact DESC, coalesce(s.rating_count, 0) DESC, m.movie_id
        LIMIT 20
        """;

    /// <summary>Adds the statements.</summary>
    /// <param name="batch">The batch that runs them.</param>
    /// <param name="title">The title as people write it.</param>
    public static void AddTo(AdmittedBatch batch, string title)
    {
        foreach (var reading in TitleReading.Of(title))
        {
            var command = new NpgsqlBatchCommand(Sql);
            for (var spelling = 0; spelling < TitleReading.MostTitles; spelling++)
                command.Parameters.Add<string>(reading.Titles[Math.Min(spelling, reading.Titles.Count - 1)]);
            command.Parameters.AddNullable(reading.Year, NpgsqlDbType.Integer);
            batch.BatchCommands.Add(command);
        }
    }

    /// <summary>Reads the answers; the likeliest reading that matches a movie counts.</summary>
    /// <param name="reader">The batch's reader, at the first answer.</param>
    public static async Task<TitleMatch?> ReadFirstAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await ReadOneAsync(reader, cancellationToken) ?? await ReadNextAsync(reader, cancellationToken);

    /// <summary>Reads the answers after those of the batch's earlier statements.</summary>
    /// <param name="reader">The batch's reader, at the result before the first answer.</param>
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
            (reader.GetBoolean(MovieColumns.Count) ? exact : other).Add(MovieColumns.Read(reader, 0));
        var candidates = exact.Count > 0 ? exact : other;
        return candidates.Count > 0 ? new TitleMatch(candidates[0], candidates[1..]) : null;
    }
}
