using System.Buffers.Binary;
using System.Text;

namespace Recofilm.Core.Exports;

/// <summary>
/// A user's list as an unfinished export keeps it: the length of the record, the user, whether the list is one of popular
/// movies, the number of movies, the movies with their scores, and the user's external identifier in the rest. Numbers are
/// little-endian.
/// </summary>
internal static class ListRecord
{
    /// <summary>The bytes before the movies.</summary>
    private const int HeadLength = (2 * sizeof(int)) + 2;

    private const int MovieLength = sizeof(int) + sizeof(float);

    /// <summary>Returns the number of bytes of a record.</summary>
    /// <param name="movies">The number of movies, up to 255.</param>
    /// <param name="externalId">The user's external identifier, if there is one.</param>
    public static int LengthOf(int movies, string? externalId) =>
        HeadLength + (movies * MovieLength) + (externalId is null ? 0 : Encoding.UTF8.GetByteCount(externalId));

    /// <summary>Writes a record.</summary>
    /// <param name="record">Receives it; as long as <see cref="LengthOf(int, string?)"/> says.</param>
    /// <param name="userId">The user.</param>
    /// <param name="externalId">The user's external identifier, if there is one.</param>
    /// <param name="isPopular">Whether the list is one of popular movies.</param>
    /// <param name="movieIds">The movies, best first.</param>
    /// <param name="scores">Their scores; may be longer.</param>
    public static void Write(
        Span<byte> record, int userId, string? externalId, bool isPopular, ReadOnlySpan<int> movieIds, ReadOnlySpan<float> scores)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record[sizeof(int)..], userId);
        record[HeadLength - 2] = isPopular ? (byte)1 : (byte)0;
        record[HeadLength - 1] = checked((byte)movieIds.Length);
        var rest = record[HeadLength..];
        for (var rank = 0; rank < movieIds.Length; rank++, rest = rest[MovieLength..])
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, movieIds[rank]);
            BinaryPrimitives.WriteSingleLittleEndian(rest[sizeof(int)..], scores[rank]);
        }

        if (externalId is not null)
            Encoding.UTF8.GetBytes(externalId, rest);
    }

    /// <summary>Returns the length of the record that begins with these bytes, at least four.</summary>
    public static int LengthOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record);

    /// <summary>The user.</summary>
    public static int UserId(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record[sizeof(int)..]);

    /// <summary>Whether the list is one of popular movies.</summary>
    public static bool IsPopular(ReadOnlySpan<byte> record) => record[HeadLength - 2] != 0;

    /// <summary>The number of movies.</summary>
    public static int Count(ReadOnlySpan<byte> record) => record[HeadLength - 1];

    /// <summary>The movie at a place of the list, from 0, with its score.</summary>
    public static (int MovieId, float Score) Movie(ReadOnlySpan<byte> record, int place)
    {
        var movie = record.Slice(HeadLength + (place * MovieLength), MovieLength);
        return (BinaryPrimitives.ReadInt32LittleEndian(movie), BinaryPrimitives.ReadSingleLittleEndian(movie[sizeof(int)..]));
    }

    /// <summary>The user's external identifier, if there is one.</summary>
    public static string? ExternalId(ReadOnlySpan<byte> record)
    {
        var rest = record[(HeadLength + (Count(record) * MovieLength))..];
        return rest.IsEmpty ? null : Encoding.UTF8.GetString(rest);
    }
}
