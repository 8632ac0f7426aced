using System.Security.Cryptography;

namespace Recofilm.Core.Artifacts;

/// <summary>A file of a model version, as its manifest lists it.</summary>
/// <param name="Name">The file's name, such as <c>items.arrow</c>.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes in lowercase hexadecimal digits.</param>
public sealed record ModelFile(string Name, long Size, string Sha256)
{
    /// <summary>Describes a file's content.</summary>
    public static ModelFile Of(string name, ReadOnlySpan<byte> content) =>
        new(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Checks that content is what the manifest says.</summary>
    /// <exception cref="InvalidDataException">Size or checksum differ.</exception>
    public void Verify(ReadOnlySpan<byte> content)
    {
        if (content.Length != Size)
            throw new InvalidDataException($"{Name} has {content.Length} bytes; its manifest says {Size}.");
        var found = Convert.ToHexStringLower(SHA256.HashData(content));
        if (found != Sha256)
            throw new InvalidDataException($"{Name} has SHA-256 {found}; its manifest says {Sha256}.");
    }
}
