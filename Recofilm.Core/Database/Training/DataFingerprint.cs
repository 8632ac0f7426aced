using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Recofilm.Core.Database.Training;

/// <summary>
/// Computes SHA-256 over rows in their canonical order, so that equal data give equal fingerprints in any order of storage.
/// Every text and list is preceded by its length, so that no two different sequences of rows give the same bytes.
/// </summary>
internal sealed class DataFingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _used;

    public void Add(long number)
    {
        if (_buffer.Length - _used < sizeof(long))
            Flush();
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_used), number);
        _used += sizeof(long);
    }

    public void Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes.Length);
        Flush();
        _hash.AppendData(bytes);
    }

    /// <summary>Returns the fingerprint as 64 lower-case hexadecimal digits. Nothing may be added afterwards.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _used);
        _used = 0;
    }
}
