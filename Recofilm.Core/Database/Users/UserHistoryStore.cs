using System.Buffers.Binary;
using Npgsql;
using Recofilm.Core.Database.Movies;

namespace Recofilm.Core.Database.Users;

/// <summary>Reads what a recommendation needs of its user, in one round trip.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class UserHistoryStore(NpgsqlDataSource dataSource)
{
    // All ratings in one value, because a row of its own costs a rating more on both sides than what it says, and so does an
    // element of an array. A rating is fourteen bytes as PostgreSQL sends them: the movie, the number of half stars, the time.
    // Their order is made here, which spares the database a sort. What has left the catalogue is shown as little as what the user
    // does not want.
    private const string Sql =
        """
        SELECT u.role, r.ratings, ARRAY(
            SELECT movie_id FROM dismissals WHERE user_id = u.user_id
            UNION ALL SELECT movie_id FROM withdrawn_movies)
        FROM users u
        CROSS JOIN LATERAL (
            SELECT coalesce(string_agg(
                int4send(movie_id) || int2send((rating * 2)::smallint) || timestamptz_send(created_at), ''), '') AS ratings
            FROM ratings WHERE user_id = u.user_id
        ) r
        WHERE u.user_id = $1
        """;

    private const int RatingBytes = sizeof(int) + sizeof(short) + sizeof(long);

    // A second and a movie in one number, which sorts by the second, then by the movie: identifiers are positive.
    private const int MovieIdBits = 31;

    // PostgreSQL counts microseconds from here.
    private static readonly DateTime _epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

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
        ReadOnlySpan<byte> sent = reader.GetFieldValue<byte[]>(1);
        var movieIds = new int[sent.Length / RatingBytes];
        var ratings = new float[movieIds.Length];
        var order = new long[movieIds.Length];
        for (var place = 0; place < order.Length; place++, sent = sent[RatingBytes..])
        {
            var time = BinaryPrimitives.ReadInt64BigEndian(sent[(sizeof(int) + sizeof(short))..]);
            var second = UnixTime.Of(_epoch.AddTicks(time * TimeSpan.TicksPerMicrosecond));
            order[place] = (second << MovieIdBits) | (long)BinaryPrimitives.ReadInt32BigEndian(sent);
            ratings[place] = BinaryPrimitives.ReadInt16BigEndian(sent[sizeof(int)..]) / 2f;
        }

        Array.Sort(order, ratings);
        for (var place = 0; place < order.Length; place++)
        {
            movieIds[place] = (int)(order[place] & int.MaxValue);
            order[place] >>= MovieIdBits;
        }

        return new UserHistory(
            UserRoleNames.Parse(reader.GetString(0)), movieIds, ratings, order, reader.GetFieldValue<int[]>(2));
    }
}
