using Npgsql;

namespace Recofilm.Core.Database.Movies;

/// <summary>Reads the attributes that decide whether movies may be shown, for all movies at once.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class CatalogStateReader(NpgsqlDataSource dataSource)
{
    private const string ReadSql =
        """
        SELECT movie_id, external_id, hidden, available_countries, available_from, available_until, maturity_age, runtime,
               languages, CASE WHEN people = '[]' THEN '{}'
                               ELSE ARRAY(SELECT p ->> 'name' FROM jsonb_array_elements(people) p) END
        FROM movies
        """;

    /// <summary>Reads the catalogue's revision, which differs after each change of a movie.</summary>
    public async Task<long> ReadRevisionAsync(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("SELECT revision FROM catalog_revision");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Reads all movies, in any order.</summary>
    public async Task<IReadOnlyList<MovieState>> ReadAsync(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(ReadSql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var movies = new List<MovieState>();
        while (await reader.ReadAsync(cancellationToken))
        {
            movies.Add(new MovieState(
                reader.GetInt32(0),
                reader.IsDBNull(1) ? null : reader.GetString(1),
                reader.GetBoolean(2),
                reader.IsDBNull(3) ? null : reader.GetFieldValue<string[]>(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4),
                reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5),
                reader.IsDBNull(6) ? null : reader.GetInt32(6),
                reader.IsDBNull(7) ? null : reader.GetInt32(7),
                reader.GetFieldValue<string[]>(8),
                reader.GetFieldValue<string[]>(9)));
        }

        return movies;
    }
}
