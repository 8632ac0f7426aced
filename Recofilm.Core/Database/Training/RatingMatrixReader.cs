using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Database.Training;

/// <summary>Reads the table of ratings into the arrays of a matrix, in the matrix's own order.</summary>
internal sealed class RatingMatrixReader
{
    private const string Sql =
        """
        COPY (SELECT user_id, movie_id, rating, created_at FROM ratings ORDER BY user_id, created_at, movie_id)
        TO STDOUT (FORMAT binary)
        """;

    private readonly List<int> _userIds = [];
    private readonly List<int> _rowStarts = [];
    private readonly int[] _items;
    private readonly float[] _ratings;
    private readonly long[] _timestamps;

    private RatingMatrixReader(int count)
    {
        _items = new int[count];
        _ratings = new float[count];
        _timestamps = new long[count];
    }

    /// <summary>Reads all ratings that the connection's transaction sees.</summary>
    /// <param name="connection">A connection in a transaction with a single snapshot.</param>
    /// <param name="catalog">All movies of the same snapshot.</param>
    /// <param name="fingerprint">Receives the ratings.</param>
    public static async Task<RatingMatrix> ReadAsync(
        NpgsqlConnection connection, MovieCatalog catalog, DataFingerprint fingerprint,
        CancellationToken cancellationToken)
    {
        // The count sizes the arrays once; growing ones would take twice the memory for a moment.
        await using var count = new NpgsqlCommand("SELECT count(*) FROM ratings", connection);
        var matrix = new RatingMatrixReader(checked((int)(long)(await count.ExecuteScalarAsync(cancellationToken))!));
        await using var copy = await connection.BeginBinaryExportAsync(Sql, cancellationToken);
        matrix.Fill(copy, catalog, cancellationToken);
        matrix.AddTo(fingerprint, catalog);
        return new RatingMatrix(
            [.. matrix._userIds], [.. matrix._rowStarts], matrix._items, matrix._ratings, matrix._timestamps, catalog.Count);
    }

    // Rows are read synchronously: an async state machine per row would cost more than the row.
    private void Fill(NpgsqlBinaryExporter copy, MovieCatalog catalog, CancellationToken cancellationToken)
    {
        var next = 0;
        while (copy.StartRow() >= 0)
        {
            var userId = copy.Read<int>(NpgsqlDbType.Integer);
            if (_userIds.Count == 0 || _userIds[^1] != userId)
            {
                OrderLastRow(next);
                _userIds.Add(userId);
                _rowStarts.Add(next);
            }

            // Every rating refers to a movie of the snapshot.
            _ = catalog.TryGetIndex(copy.Read<int>(NpgsqlDbType.Integer), out _items[next]);
            _ratings[next] = (float)copy.Read<decimal>(NpgsqlDbType.Numeric);
            _timestamps[next] = UnixTime.Of(copy.Read<DateTime>(NpgsqlDbType.TimestampTz));
            next++;
            if ((next & 0xFFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        OrderLastRow(next);
        _rowStarts.Add(next);
    }

    // The database orders by fractions of a second; a matrix orders ratings of the same whole second by item.
    private void OrderLastRow(int end)
    {
        for (var i = _rowStarts.Count == 0 ? end : _rowStarts[^1] + 1; i < end; i++)
        {
            for (var j = i; j > _rowStarts[^1] && IsOutOfOrder(j); j--)
            {
                (_items[j], _items[j - 1]) = (_items[j - 1], _items[j]);
                (_ratings[j], _ratings[j - 1]) = (_ratings[j - 1], _ratings[j]);
            }
        }
    }

    private bool IsOutOfOrder(int position) =>
        _timestamps[position] == _timestamps[position - 1] && _items[position] < _items[position - 1];

    private void AddTo(DataFingerprint fingerprint, MovieCatalog catalog)
    {
        for (var row = 0; row < _userIds.Count; row++)
        {
            var (start, end) = (_rowStarts[row], _rowStarts[row + 1]);
            fingerprint.Add(_userIds[row]);
            fingerprint.Add(end - start);
            for (var position = start; position < end; position++)
            {
                fingerprint.Add(((long)catalog[_items[position]].MovieId << 32) | (uint)(int)(_ratings[position] * 2));
                fingerprint.Add(_timestamps[position]);
            }
        }
    }
}
