using System.Security.Cryptography;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Recofilm.Core.Serving;

namespace Recofilm.Core.Exports;

/// <summary>
/// The first line of an unfinished export. It fixes all that decides the lists besides the database, so that a resumed run
/// makes the same lists as an uninterrupted one.
/// </summary>
/// <param name="Layout">The version of the records' format.</param>
/// <param name="ModelVersion">The model that makes the lists.</param>
/// <param name="AsOf">The time of all lists: it decides the weight of older ratings and the rights that apply.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="Limit">The number of movies of a list.</param>
/// <param name="Filter">The conditions for movies.</param>
/// <param name="Users">"all", or a hash of the users' identifiers.</param>
internal sealed record ExportHeader(
    int Layout, string ModelVersion, DateTimeOffset AsOf, string Strategy, int Limit, MovieFilter Filter, string Users)
{
    /// <summary>The version of the records' format that this program writes.</summary>
    public const int CurrentLayout = 1;

    private const string AllUsers = "all";

    /// <summary>Creates the header of a new run.</summary>
    /// <param name="export">The request.</param>
    /// <param name="userIds">The users in ascending order, or <see langword="null"/> for all.</param>
    /// <param name="modelVersion">The model.</param>
    /// <param name="asOf">The time of all lists.</param>
    public static ExportHeader Create(ListExport export, int[]? userIds, string modelVersion, DateTimeOffset asOf) => new(
        CurrentLayout, modelVersion, asOf, export.Strategy, export.Limit, export.Filter with { Items = null },
        userIds is null ? AllUsers : Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<int>(userIds))));

    /// <summary>Reads a header.</summary>
    /// <returns>The header, or <see langword="null"/> when the line is none of this program's version.</returns>
    public static ExportHeader? Parse(string line)
    {
        try
        {
            var header = JsonSerializer.Deserialize(line, ExportJson.Default.ExportHeader);
            return header?.Layout == CurrentLayout ? header : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the header as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ExportJson.Default.ExportHeader);

    /// <summary>Whether another run asks for the same lists, of any model and time.</summary>
    public bool IsSameRequest(ExportHeader other) =>
        (this with { ModelVersion = other.ModelVersion, AsOf = other.AsOf }).ToJson() == other.ToJson();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExportHeader))]
[JsonSerializable(typeof(ListExport))]
internal sealed partial class ExportJson : JsonSerializerContext;
