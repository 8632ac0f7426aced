using System.IO.Compression;
using Parquet;
using Parquet.Schema;
using Recofilm.Core.Serving;

namespace Recofilm.Core.Exports;

/// <summary>Writes lists as Apache Parquet, one row a movie. Only exports load the library.</summary>
internal sealed class ParquetListWriter
{
    // A group is held in memory, with 12 MB for this many rows.
    private const int RowsOfGroup = 1 << 17;

    private static readonly DataField<int> _userId = new(ExportColumns.UserId);
    private static readonly DataField _userExternalId = new(ExportColumns.UserExternalId, typeof(string), isNullable: true);
    private static readonly DataField<int> _rank = new(ExportColumns.Rank);
    private static readonly DataField<int> _movieId = new(ExportColumns.MovieId);
    private static readonly DataField _movieExternalId = new(ExportColumns.MovieExternalId, typeof(string), isNullable: true);
    private static readonly DataField<float> _score = new(ExportColumns.Score);
    private static readonly DataField _strategy = new(ExportColumns.Strategy, typeof(string), isNullable: false);
    private static readonly DataField _modelVersion = new(ExportColumns.ModelVersion, typeof(string), isNullable: false);

    private readonly int[] _userIds = new int[RowsOfGroup];
    private readonly ReadOnlyMemory<char>?[] _userExternalIds = new ReadOnlyMemory<char>?[RowsOfGroup];
    private readonly int[] _ranks = new int[RowsOfGroup];
    private readonly int[] _movieIds = new int[RowsOfGroup];
    private readonly ReadOnlyMemory<char>?[] _movieExternalIds = new ReadOnlyMemory<char>?[RowsOfGroup];
    private readonly float[] _scores = new float[RowsOfGroup];
    private readonly ReadOnlyMemory<char>[] _strategies = new ReadOnlyMemory<char>[RowsOfGroup];
    private readonly ReadOnlyMemory<char>[] _modelVersions = new ReadOnlyMemory<char>[RowsOfGroup];
    private int _count;

    private ParquetListWriter(ExportHeader header) => _modelVersions.AsSpan().Fill(header.ModelVersion.AsMemory());

    /// <summary>Writes all lists of a reader behind its header.</summary>
    /// <param name="lists">The lists.</param>
    /// <param name="header">Their header.</param>
    /// <param name="catalog">The external identifiers of movies.</param>
    /// <param name="output">Receives the file; need not seek.</param>
    public static async Task WriteAsync(
        ListReader lists, ExportHeader header, CatalogState catalog, Stream output, CancellationToken cancellationToken)
    {
        var group = new ParquetListWriter(header);
        var schema = new ParquetSchema(
            _userId, _userExternalId, _rank, _movieId, _movieExternalId, _score, _strategy, _modelVersion);
        var options = new ParquetOptions
        {
            CompressionMethod = CompressionMethod.Zstd,
            CompressionLevel = CompressionLevel.Fastest,
        };
        await using var writer = await ParquetWriter.CreateAsync(
            schema, output, options, cancellationToken: cancellationToken);
        while (await lists.ReadAsync(cancellationToken))
        {
            if (group._count + ListRecord.Count(lists.Current) > RowsOfGroup)
                await group.FlushAsync(writer, cancellationToken);
            group.Add(lists.Current, header, catalog);
        }

        if (group._count > 0)
            await group.FlushAsync(writer, cancellationToken);
    }

    private void Add(ReadOnlySpan<byte> list, ExportHeader header, CatalogState catalog)
    {
        ReadOnlyMemory<char>? externalId = ListRecord.ExternalId(list) is { } text ? text.AsMemory() : null;
        var strategy = (ListRecord.IsPopular(list) ? RecommendationStrategy.Popularity : header.Strategy).AsMemory();
        var count = ListRecord.Count(list);
        for (var place = 0; place < count; place++, _count++)
        {
            var (movieId, score) = ListRecord.Movie(list, place);
            _userIds[_count] = ListRecord.UserId(list);
            _userExternalIds[_count] = externalId;
            _ranks[_count] = place + 1;
            _movieIds[_count] = movieId;
            _movieExternalIds[_count] =
                catalog.HasExternalIds && catalog.Find(movieId)?.ExternalId is { } movie ? movie.AsMemory() : null;
            _scores[_count] = score;
            _strategies[_count] = strategy;
        }
    }

    private async Task FlushAsync(ParquetWriter writer, CancellationToken cancellationToken)
    {
        using var group = writer.CreateRowGroup();
        await group.WriteAsync<int>(_userId, _userIds.AsMemory(0, _count), cancellationToken: cancellationToken);
        await WriteAsync(_userExternalId, _userExternalIds);
        await group.WriteAsync<int>(_rank, _ranks.AsMemory(0, _count), cancellationToken: cancellationToken);
        await group.WriteAsync<int>(_movieId, _movieIds.AsMemory(0, _count), cancellationToken: cancellationToken);
        await WriteAsync(_movieExternalId, _movieExternalIds);
        await group.WriteAsync<float>(_score, _scores.AsMemory(0, _count), cancellationToken: cancellationToken);
        await WriteTextAsync(_strategy, _strategies);
        await WriteTextAsync(_modelVersion, _modelVersions);
        group.CompleteValidate();
        _count = 0;

        Task WriteAsync(DataField field, ReadOnlyMemory<char>?[] values) => group.WriteAsync<ReadOnlyMemory<char>>(
            field, values.AsMemory(0, _count), cancellationToken: cancellationToken);

        Task WriteTextAsync(DataField field, ReadOnlyMemory<char>[] values) => group.WriteAsync<ReadOnlyMemory<char>>(
            field, values.AsMemory(0, _count), cancellationToken: cancellationToken);
    }
}
