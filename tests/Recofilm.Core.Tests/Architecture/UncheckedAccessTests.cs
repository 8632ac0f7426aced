using System.Text.RegularExpressions;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Architecture;

/// <summary>Debug builds check what the fast code relies on.</summary>
public sealed partial class UncheckedAccessTests
{
    [Fact]
    public void Every_file_with_unchecked_accesses_asserts_what_they_rely_on()
    {
        var generated = $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}";
        var files = Directory
            .EnumerateFiles(Path.Combine(BuiltProgram.Solution, "Recofilm.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains(generated, StringComparison.Ordinal))
            .Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file)))
            .Where(file => UncheckedAccess().IsMatch(file.Text))
            .ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(file.Text.Contains("Debug.Assert(", StringComparison.Ordinal), file.Name));
    }

    // References and pointers into arrays; casts of whole spans are checked by the framework.
    [GeneratedRegex(
        @"Unsafe\.Add|LoadUnsafe|StoreUnsafe|MemoryMarshal\.(GetReference|GetArrayDataReference|CreateSpan)"
        + @"|UnsafeAddrOfPinned|new (ReadOnly)?Span<\w+>\(\w+ \+|\bVector(256|512)?\.Load\(|AcquirePointer")]
    private static partial Regex UncheckedAccess();
}
