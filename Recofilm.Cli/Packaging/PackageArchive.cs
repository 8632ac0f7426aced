using System.IO.Compression;

namespace Recofilm.Cli.Packaging;

/// <summary>Packs a published folder, including folders whose names begin with a dot, into the same bytes each time.</summary>
internal static class PackageArchive
{
    // A regular file of mode -rw-r--r--, in the upper half of the external attributes, as in zips made on Unix.
    private const int Readable = 0x81A4 << 16;

    private static readonly DateTimeOffset Time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Files that only a debugger, an editor or a developer's machine needs.
    private static readonly string[] LeftOutExtensions = [".pdb", ".dbg", ".xml"];
    private static readonly string[] LeftOutFiles = ["local.settings.json", "appsettings.Development.json", "web.config"];

    /// <summary>Writes the zip.</summary>
    /// <param name="folder">The folder to pack.</param>
    /// <param name="output">The zip; an existing one is replaced.</param>
    public static void Write(string folder, string output)
    {
        using var stream = File.Create(output);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var name in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(IsPacked)
            .Order(StringComparer.Ordinal))
        {
            var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
            entry.LastWriteTime = Time;
            entry.ExternalAttributes = Readable;
            using var source = File.OpenRead(Path.Combine(folder, name));
            using var target = entry.Open();
            source.CopyTo(target);
        }
    }

    private static bool IsPacked(string name) =>
        !LeftOutFiles.Contains(Path.GetFileName(name)) && !LeftOutExtensions.Contains(Path.GetExtension(name));
}
