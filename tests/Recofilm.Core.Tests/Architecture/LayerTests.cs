using System.Text.RegularExpressions;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Recofilm.Core.Models;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Architecture;

/// <summary>Keeps Recofilm.Core in the layers that docs/architecture.md lists, lowest first.</summary>
public sealed partial class LayerTests
{
    private const string RootNamespace = "Recofilm.Core";

    private static readonly string _core = Path.Combine(BuiltProgram.Solution, RootNamespace);
    private static readonly string[] _layers = ReadLayers();

    /// <summary>Packages that only some layers may use, so that serving loads none of them.</summary>
    private static readonly Dictionary<string, string[]> _packages = new()
    {
        ["Microsoft.ML"] = ["Content"],
        ["Parquet"] = ["Exports"],
        ["DbUp"] = ["Database"],
        ["Microsoft.AspNetCore"] = [],
        ["OxyPlot"] = [],
    };

    [Fact]
    public void The_architecture_page_lists_every_folder_and_no_other() =>
        Assert.Equal(FoldersWithCode().Order(), _layers.Order());

    [Fact]
    public void A_file_has_the_namespace_of_its_folder()
    {
        var misplaced = Files()
            .Where(file => NamespaceOf(File.ReadAllText(Path.Combine(_core, file))) != NamespaceOfFolder(FolderOf(file)));
        Assert.Empty(misplaced);
    }

    [Fact]
    public void No_using_directive_points_up()
    {
        var upward =
            from file in Files()
            let layer = IndexOf(FolderOf(file))
            from Match match in Using().Matches(File.ReadAllText(Path.Combine(_core, file)))
            let used = IndexOf(match.Groups[1].Value.Replace('.', '/'))
            where used > layer
            select $"{file} uses {_layers[used]}, which is above it";
        Assert.Empty(upward);
    }

    [Fact]
    public void No_type_depends_on_a_layer_above_its_own()
    {
        var architecture = new ArchLoader().LoadAssembly(typeof(IRankingModel).Assembly).Build();
        var upward =
            from type in architecture.Types
            where type.Namespace.FullName.StartsWith(RootNamespace + ".", StringComparison.Ordinal)
            let layer = IndexOf(FolderOfNamespace(type.Namespace.FullName))
            from target in type.GetTypeDependencies(architecture)
            where target.Namespace.FullName.StartsWith(RootNamespace + ".", StringComparison.Ordinal)
            let used = IndexOf(FolderOfNamespace(target.Namespace.FullName))
            where used > layer
            select $"{_layers[layer]}: {type.Name} depends on {target.Name} of {_layers[used]}, which is above it";
        Assert.Empty(upward.Distinct());
    }

    [Fact]
    public void Serving_and_the_models_use_no_training_library()
    {
        var violations =
            from file in Files()
            from Match match in AnyUsing().Matches(File.ReadAllText(Path.Combine(_core, file)))
            from package in _packages
            where match.Groups[1].Value == package.Key
                || match.Groups[1].Value.StartsWith(package.Key + ".", StringComparison.Ordinal)
            where !package.Value.Contains(FolderOf(file))
            select $"{file} uses {package.Key}";
        Assert.Empty(violations);
    }

    private static string[] ReadLayers()
    {
        var page = File.ReadAllText(Path.Combine(BuiltProgram.Solution, "docs", "architecture.md"));
        return [.. LayerRow().Matches(page).Select(match => match.Groups[1].Value)];
    }

    private static IEnumerable<string> Files() => Directory
        .EnumerateFiles(_core, "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_core, file))
        .Where(file => file.Contains('/') && file.Split('/')[0] is not ("bin" or "obj"));

    private static IEnumerable<string> FoldersWithCode() => Files().Select(FolderOf).Distinct();

    private static string FolderOf(string file) => Path.GetDirectoryName(file)!;

    private static string FolderOfNamespace(string name) => name[(RootNamespace.Length + 1)..].Replace('.', '/');

    private static string NamespaceOfFolder(string folder) => $"{RootNamespace}.{folder.Replace('/', '.')}";

    private static string NamespaceOf(string code) => Namespace().Match(code).Groups[1].Value;

    private static int IndexOf(string folder)
    {
        var index = Array.IndexOf(_layers, folder);
        Assert.True(index >= 0, $"docs/architecture.md does not list the folder {folder}.");
        return index;
    }

    [GeneratedRegex(@"^\| `([\w/]+)` \|", RegexOptions.Multiline)]
    private static partial Regex LayerRow();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?:static )?Recofilm\.Core\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex AnyUsing();
}
