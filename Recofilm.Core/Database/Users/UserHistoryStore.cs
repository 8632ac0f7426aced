using Npgsql;
using Recofilm.Core.Database.Movies;

namespace Recofilm.Core.Database.Users;

/// <summary>Reads what a recommendation needs of its user, in one round trip.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class UserHistoryStore(NpgsqlDataSource dataSource)
{
    // Arrays, because a row of its own costs a rating more on both sides than its values do; their order is made here, which
    // spares the database a sort. What has left the catalogue is shown as little as what the user does not want.
    private const string Sql =
        """
        SELECT u.role, r.movie_ids, r.ratings, r.times, ARRAY(
            SELECT movie_id FROM dismissals WHERE user_id = u.user_id
            UNION ALL SELECT movie_id FROM withdrawn_movies)
        FROM users u
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(movie_id), '{}') AS movie_ids, coalesce(array_agg(rating::real), '{}') AS ratings,
                   coalesce(array_agg(created_at), '{}') AS times
            FROM ratings WHERE user_id = u.user_id
        ) r
        WHERE u.user_id = $1
        """;

    // A second and a movie in one number, which sorts by the second, then by the movie: identifiers are positive.
    private const int MovieIdBits = 31;

    /// <summary>The user's ratings, dismissals and role as they are now.</summary>
    /// <returns>The history, or <see langword="null"/> when the user does not exist.</returns>
    public async Task<UserHistory?> ReadAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add<int>(userId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>The same together with the movie that a title stands for, still in one round trip.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="title">A title as people write it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(UserHistory? History, TitleMatch? Match)> ReadAsync(
        int userId, string title, CancellationToken cancellationToken = default)
    {
        await using var batch = dataSource.CreateBatch();
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.Add<int>(userId);
        batch.BatchCommands.Add(command);
        TitleQuery.AddTo(batch, title);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var history = await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
        return (history, await TitleQuery.ReadNextAsync(reader, cancellationToken));
    }

    private static UserHistory Read(NpgsqlDataReader reader)
    {
        var movieIds = reader.GetFieldValue<int[]>(1);
        var ratings = reader.GetFieldValue<float[]>(2);
        var times = reader.GetFieldValue<DateTime[]>(3);
        var order = new long[times.Length];
        for (var place = 0; place < order.Length; place++)
            order[place] = (UnixTime.Of(times[place]) << MovieIdBits) | (long)movieIds[place];
        Array.Sort(order, ratings);
        for (var place = 0; place < order.Length; place++)
        {
            movieIds[place] = (int)(order[place] & int.MaxValue);
            order[place] >>= MovieIdBits;
        }

        return new UserHistory(
            UserRoleNames.Parse(reader.GetString(0)), movieIds, ratings, order, reader.GetFieldValue<int[]>(4));
    }
}
