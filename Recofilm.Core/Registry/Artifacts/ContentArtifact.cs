using System.Globalization;
using Recofilm.Core.Content;
using Recofilm.Core.Registry.Arrow;

namespace Recofilm.Core.Registry.Artifacts;

/// <summary>
/// Writes the content model to an Arrow file and reads it: one row per term with its <c>field</c> (0 genre, 1 tag, 2
/// title word, 3 year), its <c>term</c> text, and the item indices (<c>items</c>, ascending) and weights (<c>weights</c>)
/// of the movies that have it.
/// </summary>
public static class ContentArtifact
{
    /// <summary>The file's name within a model version.</summary>
    public const string FileName = "content.arrow";

    /// <summary>Writes a model; the same model gives the same bytes.</summary>
    public static byte[] Write(ContentModel model)
    {
        var postings = model.Vectors.Transpose();
        var fields = new sbyte[model.Terms.Length];
        var texts = new string[model.Terms.Length];
        for (var term = 0; term < fields.Length; term++)
        {
            fields[term] = (sbyte)model.Terms[term].Field;
            texts[term] = model.Terms[term].Text;
        }

        return new ArrowTableBuilder(fields.Length)
            .Values<sbyte>("field", fields)
            .Strings("term", texts)
            .Lists("items", postings.RowStarts, postings.Columns)
            .Lists("weights", postings.RowStarts, postings.Values)
            .Metadata("item_count", model.ItemCount.ToString(CultureInfo.InvariantCulture))
            .Metadata("rating_offset", model.Profile.RatingOffset)
            .Metadata("recency_horizon", model.Profile.RecencyHorizon)
            .Metadata("recency_floor", model.Profile.RecencyFloor)
            .Build();
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a valid file of this kind.</exception>
    public static ContentModel Read(ReadOnlyMemory<byte> file)
    {
        var table = ArrowTable.Read(file, FileName);
        var fields = table.Values<sbyte>("field").Span;
        var texts = table.Strings("term");
        var terms = new ContentTerm[table.RowCount];
        for (var term = 0; term < terms.Length; term++)
        {
            var field = (ContentField)fields[term];
            if (!Enum.IsDefined(field))
                throw new InvalidDataException($"{FileName}: term {term} is of the unknown field {fields[term]}.");
            terms[term] = new ContentTerm(field, texts[term]);
        }

        var items = table.Lists<int>("items", out var itemStarts);
        var weights = table.Lists<float>("weights", out var weightStarts);
        if (!itemStarts.Span.SequenceEqual(weightStarts.Span))
            throw new InvalidDataException($"{FileName}: columns 'items' and 'weights' differ in length.");
        try
        {
            var itemCount = table.Int32Metadata("item_count");
            var postings = new SparseMatrix(itemStarts.ToArray(), items.ToArray(), weights.ToArray(), itemCount);
            var profile = new ContentProfileOptions
            {
                RatingOffset = (float)table.NumberMetadata("rating_offset"),
                RecencyHorizon = (float)table.NumberMetadata("recency_horizon"),
                RecencyFloor = (float)table.NumberMetadata("recency_floor"),
            };
            return new ContentModel(postings.Transpose(), terms, profile);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{FileName}: {exception.Message}", exception);
        }
    }
}
