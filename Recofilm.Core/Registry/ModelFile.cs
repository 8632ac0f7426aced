using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Core.Registry;

/// <summary>A file of a model version, as its manifest lists it.</summary>
/// <param name="Name">The file's name, such as <c>items.arrow</c>.</param>
/// <param name="Size">The file's length in bytes.</param>
/// <param name="Sha256">The SHA-256 of the file's bytes in lowercase hexadecimal digits.</param>
public sealed record ModelFile(string Name, long Size, string Sha256) : IJsonOnDeserialized
{
    private const int LongestName = 100;

    // The name is part of an address, and room is made for the size before a byte has arrived.
    void IJsonOnDeserialized.OnDeserialized()
    {
        if (Name.Length > LongestName || !Name.Split('/').All(IsName))
            throw new JsonException($"name must have up to {LongestName} letters, digits, dots, hyphens and underscores.");
        if (Size is < 1 or > int.MaxValue)
            throw new JsonException($"size must be from 1 to {int.MaxValue}; got {Size}.");
    }

    private static bool IsName(string part) => part is not ("" or "." or "..")
        && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    /// <summary>Computes the size and the checksum of a file.</summary>
    public static ModelFile Of(string name, ReadOnlySpan<byte> content) =>
        new(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Checks that content has the size and the checksum of the manifest.</summary>
    /// <exception cref="InvalidDataException">The size or the checksum differs.</exception>
    public void Verify(ReadOnlySpan<byte> content)
    {
        if (content.Length != Size)
            throw new InvalidDataException($"{Name} has {content.Length} bytes; its manifest says {Size}.");
        var found = Convert.ToHexStringLower(SHA256.HashData(content));
        if (found != Sha256)
            throw new InvalidDataException($"{Name} has SHA-256 {found}; its manifest says {Sha256}.");
    }
}
