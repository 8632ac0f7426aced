using System.Text.Json.Nodes;
using System.Xml.Linq;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.House;

/// <summary>A package of somebody else whose files Recofilm ships.</summary>
/// <param name="Name">The package's name in its registry.</param>
/// <param name="Part">What of Recofilm it is shipped in.</param>
/// <param name="License">An SPDX expression, or how the package describes its licence where it gives none.</param>
internal sealed record ShippedPackage(string Name, string Part, string License)
{
    private static readonly string[] AssetKinds = ["runtime", "native", "runtimeTargets"];

    // Older packages name an address; these are what is there.
    private static readonly Dictionary<string, string> LicensesByAddress = new()
    {
        ["https://go.microsoft.com/fwlink/?linkid=2028464"] = "MIT", // LICENSE.txt of Azure/azure-webjobs-sdk
        ["https://github.com/Azure/azure-storage-net/blob/master/LICENSE.txt"] = "Apache-2.0",
        ["https://github.com/MiloszKrajewski/K4os.Compression.LZ4/blob/master/LICENSE?raw=true"] = "MIT",
        ["https://github.com/dotnet/corefx/blob/master/LICENSE.TXT"] = "MIT",
    };

    /// <summary>The packages of the program, the command, the host's extensions and the page, by name.</summary>
    public static IReadOnlyList<ShippedPackage> All()
    {
        var program = Path.GetDirectoryName(BuiltProgram.Path)!;
        return
        [
            .. OfDotnet("program", program, "Recofilm.Functions.deps.json")
                .Concat(OfDotnet("host extensions", Path.Combine(program, ".azurefunctions"), "function.deps.json"))
                .Concat(OfDotnet("command", AppContext.BaseDirectory, "recofilm.deps.json"))
                .Concat(OfPage())
                .GroupBy(package => (package.Name, package.License))
                .Select(same => same.First() with { Part = string.Join(", ", same.Select(package => package.Part).Distinct()) })
                .OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    // Meta packages have no files, and the host brings most of what its extensions depend on: neither is shipped.
    private static IEnumerable<ShippedPackage> OfDotnet(string part, string folder, string deps)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, deps)))!;
        var target = json["targets"]![json.Text("runtimeTarget", "name")!]!.AsObject();
        bool IsThere(string asset) =>
            File.Exists(Path.Combine(folder, Path.GetFileName(asset))) || File.Exists(Path.Combine(folder, asset));
        return from library in json["libraries"]!.AsObject()
               where library.Value.Text("type") == "package"
               let assets = target[library.Key]!.AsObject()
               where AssetKinds.SelectMany(kind => assets[kind]?.AsObject() ?? []).Any(asset => IsThere(asset.Key))
               let path = library.Value.Text("path") ?? library.Key.ToLowerInvariant()
               select new ShippedPackage(library.Key.Split('/')[0], part, LicenseOf(path));
    }

    // The packages that the page depends on, and theirs: the API's client is our own, and linked. Those of the emulator stand in
    // the same file, and are not shipped.
    private static IEnumerable<ShippedPackage> OfPage()
    {
        var packages = JsonNode.Parse(Repository.Read("package-lock.json"))!["packages"]!.AsObject();
        var shipped = new HashSet<string>();
        var next = new Queue<string>(["web"]);
        while (next.TryDequeue(out var key))
        {
            foreach (var (name, _) in packages[key]!["dependencies"]?.AsObject() ?? [])
            {
                var dependency = $"node_modules/{name}";
                if (packages[dependency].Text("resolved") is { } folder && packages[dependency]!["link"] is not null)
                    next.Enqueue(folder);
                else if (shipped.Add(dependency))
                    next.Enqueue(dependency);
            }
        }

        return shipped.Select(key => new ShippedPackage(
            key["node_modules/".Length..], "page", packages[key].Text("license") ?? "none given"));
    }

    private static string LicenseOf(string path)
    {
        var folder = Path.Combine(
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
            path);
        var metadata = XDocument.Load(Assert.Single(Directory.GetFiles(folder, "*.nuspec"))).Root!.Elements().First();
        var license = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        return (license?.Attribute("type")?.Value, license?.Value) switch
        {
            ("expression", { } expression) => expression,
            ("file", { } file) => Recognize(File.ReadAllText(Path.Combine(folder, file))) ?? $"file {file}",
            _ when metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "licenseUrl")?.Value is { } url =>
                LicensesByAddress.GetValueOrDefault(url, url),
            _ => "none given",
        };
    }

    private static string? Recognize(string text) =>
        text.Contains("Permission is hereby granted, free of charge", StringComparison.Ordinal) ? "MIT"
        : text.Contains("Apache License", StringComparison.Ordinal) ? "Apache-2.0"
        : null;
}
