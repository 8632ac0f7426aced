using System.Buffers.Binary;
using Npgsql;
using Recofilm.Core.Database.Movies;

namespace Recofilm.Core.Database.Users;

/// <summary>Reads the data that a recommendation needs of its user, in one round trip.</summary>
public sealed class UserHistoryStore(ConnectionAdmission connections)
{
    // All ratings are in one value, because a row or an array element per rating costs more on both sides than its contents. A
    // rating is fourteen bytes as PostgreSQL sends them: the movie, the number of half stars, the time. The program sorts them,
    // which saves the database a sort. Movies that have just left the catalogue are excluded like dismissed ones; the catalogue
    // in memory, which is seconds old, excludes the others.
    private const string Select =
        """
        SELECT u.role, r.ratings, ARRAY(
            SELECT movie_id FROM dismissals WHERE user_id = u.user_id
            UNION ALL SELECT movie_id FROM withdrawn_movies WHERE withdrawn_at > now() - interval '1 hour'
        ), u.user_id, u.external_id
        FROM users u
        CROSS JOIN LATERAL (
            SELECT coalesce(string_agg(
                int4send(movie_id) || int2send((rating * 2)::smallint) || timestamptz_send(created_at), ''), '') AS ratings
            FROM ratings WHERE user_id = u.user_id
        ) r
        """;

    private const string ByIdSql = Select + "\nWHERE u.user_id = $1";
    private const string ByExternalIdSql = Select + "\nWHERE u.external_id = $1";

    private const int RatingBytes = sizeof(int) + sizeof(short) + sizeof(long);

    // One number holds time and movie, so that it sorts by second, then by movie: identifiers are positive.
    private const int MovieIdBits = 31;

    // PostgreSQL counts microseconds from this time.
    private static readonly DateTime _epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Returns the user's current ratings, dismissals and role.</summary>
    /// <returns>The history, or <see langword="null"/> when the user does not exist.</returns>
    public async Task<UserHistory?> ReadAsync(UserReference user, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(user.ExternalId is null ? ByIdSql : ByExternalIdSql);
        AddTo(command.Parameters, user);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>Returns the same and the movie that matches a title, still in one round trip.</summary>
    /// <param name="user">The user.</param>
    /// <param name="title">A title as people write it.</param>
    public async Task<(UserHistory? History, TitleMatch? Match)> ReadAsync(
        UserReference user, string title, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var batch = connection.CreateBatch();
        var command = new NpgsqlBatchCommand(user.ExternalId is null ? ByIdSql : ByExternalIdSql);
        AddTo(command.Parameters, user);
        batch.BatchCommands.Add(command);
        TitleQuery.AddTo(batch, title);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var history = await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
        return (history, await TitleQuery.ReadNextAsync(reader, cancellationToken));
    }

    private static void AddTo(NpgsqlParameterCollection parameters, UserReference user)
    {
        if (user.ExternalId is { } externalId)
            parameters.Add<string>(externalId);
        else
            parameters.Add<int>(user.UserId);
    }

    private static UserHistory Read(NpgsqlDataReader reader)
    {
        ReadOnlySpan<byte> sent = reader.GetFieldValue<byte[]>(1);
        var order = new long[sent.Length / RatingBytes];
        var ratings = new float[order.Length];
        for (var place = 0; place < order.Length; place++, sent = sent[RatingBytes..])
        {
            var microseconds = BinaryPrimitives.ReadInt64BigEndian(sent[(sizeof(int) + sizeof(short))..]);
            order[place] = PackPlace(
                _epoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond), BinaryPrimitives.ReadInt32BigEndian(sent));
            ratings[place] = BinaryPrimitives.ReadInt16BigEndian(sent[sizeof(int)..]) / 2f;
        }

        return Create(UserRoleNames.Parse(reader.GetString(0)), order, ratings, reader.GetFieldValue<int[]>(2)) with
        {
            UserId = reader.GetInt32(3),
            ExternalId = reader.IsDBNull(4) ? null : reader.GetString(4),
        };
    }

    /// <summary>Returns a number that sorts ratings by second, then by movie.</summary>
    /// <param name="time">The time of the rating, in UTC.</param>
    /// <param name="movieId">The movie.</param>
    internal static long PackPlace(DateTime time, int movieId) => (UnixTime.Of(time) << MovieIdBits) | (long)movieId;

    /// <summary>Creates a history from ratings in any order.</summary>
    /// <param name="role">The user's role.</param>
    /// <param name="order">The result of <see cref="PackPlace"/> for each rating; becomes part of the history.</param>
    /// <param name="ratings">The ratings, parallel to <paramref name="order"/>; become part of the history.</param>
    /// <param name="dismissedMovieIds">Movies that must not be shown.</param>
    internal static UserHistory Create(UserRole role, long[] order, float[] ratings, int[] dismissedMovieIds)
    {
        var movieIds = new int[order.Length];
        Array.Sort(order, ratings);
        for (var place = 0; place < order.Length; place++)
        {
            movieIds[place] = (int)(order[place] & int.MaxValue);
            order[place] >>= MovieIdBits;
        }

        return new UserHistory(role, movieIds, ratings, order, dismissedMovieIds);
    }
}
