using System.Buffers;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Popularity;
using Recofilm.Core.Serving;

namespace Recofilm.Core.Exports;

/// <summary>Ranks the users of a batch on all processors and writes their records in the users' order.</summary>
internal sealed class ListRanking
{
    private readonly ModelLease _model;
    private readonly ExportHeader _header;
    private readonly RecommendationRequest _request;
    private readonly int _threads;
    private (byte[] Bytes, int Length)[] _records = [];

    /// <param name="model">The model that makes the lists.</param>
    /// <param name="catalog">The current catalogue.</param>
    /// <param name="header">The strategy, limit, filter and time.</param>
    /// <param name="threads">The number of threads; 0 uses one a processor.</param>
    /// <exception cref="UnknownGenreException">No movie has one of the filter's genres.</exception>
    public ListRanking(ModelLease model, CatalogState catalog, ExportHeader header, int threads)
    {
        (_model, _header, _threads) = (model, header, threads == 0 ? Environment.ProcessorCount : threads);
        var items = catalog.For(model.Models.Catalog).Select(header.Filter, header.AsOf);
        _request = new RecommendationRequest { Limit = header.Limit, Filter = header.Filter with { Items = items } };
        _request.Validate();
        // An unknown genre shows here, and not as a failure of some thread.
        model.Snapshot.Index.Apply(_request.Filter, new float[model.Models.Catalog.Count]);
    }

    /// <summary>Ranks a batch.</summary>
    /// <param name="users">The users in order.</param>
    /// <param name="records">Receives their records in the same order.</param>
    /// <param name="cancellationToken">Ends the ranking.</param>
    /// <returns>The number of movies of all lists.</returns>
    public long Rank(IReadOnlyList<UserHistory> users, ArrayBufferWriter<byte> records, CancellationToken cancellationToken)
    {
        if (_records.Length < users.Count)
            _records = new (byte[], int)[users.Count];
        Parallel.For(
            0, users.Count,
            new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken },
            place => _records[place] = Rank(users[place]));
        var rows = 0L;
        for (var place = 0; place < users.Count; place++)
        {
            var (bytes, length) = _records[place];
            rows += ListRecord.Count(bytes);
            records.Write(bytes.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(bytes);
        }

        return rows;
    }

    private (byte[] Bytes, int Length) Rank(UserHistory user)
    {
        Span<float> scores = stackalloc float[RecommendationRequest.MaxLimit];
        var (items, strategy) = Recommender.Top(_model, user, _request, _header.Strategy, _header.AsOf, scores);
        for (var rank = 0; rank < items.Length; rank++)
            items[rank] = _model.Models.Catalog[items[rank]].MovieId;
        var length = ListRecord.LengthOf(items.Length, user.ExternalId);
        var record = ArrayPool<byte>.Shared.Rent(length);
        ListRecord.Write(
            record.AsSpan(0, length), user.UserId, user.ExternalId, strategy == RecommendationStrategy.Popularity, items, scores);
        return (record, length);
    }
}
