using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;

namespace Recofilm.Core.Registry;

/// <summary>The pointer to the challenger: the content of <c>challenger.json</c>.</summary>
/// <param name="Version">The challenger.</param>
/// <param name="Share">The share of users whom it serves, above 0 and below 1.</param>
/// <param name="Salt">A random text that makes every experiment draw its own users.</param>
/// <param name="StartedAt">The start of the experiment, UTC.</param>
public sealed record ChallengerPointer(ModelVersion Version, double Share, string Salt, DateTimeOffset StartedAt)
    : IJsonOnDeserialized
{
    /// <summary>The name of the pointer's blob.</summary>
    public const string FileName = "challenger.json";

    private const int LongestSalt = 64;

    /// <summary>The ETag of the blob that was read.</summary>
    [JsonIgnore]
    public ETag ETag { get; init; }

    // Every request asks the pointer, so one with values that cannot be used counts as unreadable.
    void IJsonOnDeserialized.OnDeserialized()
    {
        if (Share is not (> 0 and < 1))
            throw new JsonException($"share must be above 0 and below 1; got {Share}.");
        if (Encoding.UTF8.GetByteCount(Salt) > LongestSalt)
            throw new JsonException($"salt must have at most {LongestSalt} bytes.");
    }

    /// <summary>
    /// Returns whether the challenger serves a user. The result is the same on every instance for the whole experiment.
    /// </summary>
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
