using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Azure;

namespace Recofilm.Core.Artifacts;

/// <summary>Which version is on trial beside the champion: the content of <c>challenger.json</c>.</summary>
/// <param name="Version">The version.</param>
/// <param name="Share">The share of users that it serves, above 0 and below 1.</param>
/// <param name="Salt">Makes every trial draw its users anew.</param>
/// <param name="StartedAt">Since when, UTC.</param>
public sealed record ChallengerPointer(ModelVersion Version, double Share, string Salt, DateTimeOffset StartedAt)
{
    /// <summary>The name of the blob that holds it.</summary>
    public const string FileName = "challenger.json";

    private const int LongestSalt = 64;

    /// <summary>The state of the blob that was read.</summary>
    [JsonIgnore]
    public ETag ETag { get; init; }

    /// <summary>Whether the challenger serves a user: the same answer on every instance for the whole trial.</summary>
    public bool Serves(int userId)
    {
        Span<byte> text = stackalloc byte[LongestSalt + sizeof(int)];
        var length = Encoding.UTF8.GetBytes(Salt, text[..LongestSalt]);
        BinaryPrimitives.WriteInt32LittleEndian(text[length..], userId);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..(length + sizeof(int))], hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash) < Share * (1L << 32);
    }
}
