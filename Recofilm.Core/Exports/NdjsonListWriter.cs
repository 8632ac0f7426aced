using System.Buffers;
using System.Text.Json;
using Recofilm.Core.Serving;

namespace Recofilm.Core.Exports;

/// <summary>Writes lists as JSON objects, one a movie and line.</summary>
internal static class NdjsonListWriter
{
    private const int FlushSize = 1 << 16;

    private static readonly JsonWriterOptions _options = new() { SkipValidation = true };

    /// <summary>Writes all lists of a reader behind its header.</summary>
    /// <param name="lists">The lists.</param>
    /// <param name="header">Their header.</param>
    /// <param name="catalog">The external identifiers of movies.</param>
    /// <param name="output">Receives the lines.</param>
    public static async Task WriteAsync(
        ListReader lists, ExportHeader header, CatalogState catalog, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushSize);
        await using var json = new Utf8JsonWriter(buffer, _options);
        while (await lists.ReadAsync(cancellationToken))
        {
            Write(lists.Current, header, catalog, json, buffer);
            if (buffer.WrittenCount < FlushSize)
                continue;
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }

        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    private static void Write(
        ReadOnlySpan<byte> list, ExportHeader header, CatalogState catalog, Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        var externalId = ListRecord.ExternalId(list);
        var strategy = ListRecord.IsPopular(list) ? RecommendationStrategy.Popularity : header.Strategy;
        var count = ListRecord.Count(list);
        for (var place = 0; place < count; place++)
        {
            var (movieId, score) = ListRecord.Movie(list, place);
            json.WriteStartObject();
            json.WriteNumber(ExportColumns.UserId, ListRecord.UserId(list));
            if (externalId is not null)
                json.WriteString(ExportColumns.UserExternalId, externalId);
            json.WriteNumber(ExportColumns.Rank, place + 1);
            json.WriteNumber(ExportColumns.MovieId, movieId);
            if (catalog.Find(movieId)?.ExternalId is { } movieExternalId)
                json.WriteString(ExportColumns.MovieExternalId, movieExternalId);
            json.WriteNumber(ExportColumns.Score, score);
            json.WriteString(ExportColumns.Strategy, strategy);
            json.WriteString(ExportColumns.ModelVersion, header.ModelVersion);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
        }
    }
}
