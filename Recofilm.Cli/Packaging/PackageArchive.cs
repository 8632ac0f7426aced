using System.IO.Compression;

namespace Recofilm.Cli.Packaging;

/// <summary>Packs a published folder. The same folder gives the same bytes.</summary>
internal static class PackageArchive
{
    // Of a regular file, in the upper half of the external attributes, where zips made on Unix have it.
    private const int Executable = 0x81ED << 16; // -rwxr-xr-x
    private const int Readable = 0x81A4 << 16; // -rw-r--r--

    private static readonly DateTimeOffset Time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // For a debugger or an editor, or for a developer's machine.
    private static readonly string[] LeftOutExtensions = [".pdb", ".dbg", ".xml"];
    private static readonly string[] LeftOutFiles =
        ["createdump", "local.settings.json", "appsettings.Development.json", "web.config", "libmscordbi.so", "libmscordaccore.so"];

    /// <summary>Writes the zip.</summary>
    /// <param name="folder">What to pack.</param>
    /// <param name="output">The zip; an existing one is replaced.</param>
    /// <param name="executable">The file that gets its run bit.</param>
    public static void Write(string folder, string output, string executable)
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
            entry.ExternalAttributes = name == executable ? Executable : Readable;
            using var source = File.OpenRead(Path.Combine(folder, name));
            using var target = entry.Open();
            source.CopyTo(target);
        }
    }

    private static bool IsPacked(string name) =>
        !LeftOutFiles.Contains(Path.GetFileName(name)) && !LeftOutExtensions.Contains(Path.GetExtension(name));
}
