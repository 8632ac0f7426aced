using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Recofilm.Cli.Packaging;

/// <summary>Reads a package as the Functions host does, to find faults that make a deployment fail or start slowly.</summary>
internal sealed class PackageCheck
{
    private const string HostFile = "host.json";
    private const string WorkerFile = "worker.config.json";
    private const string MetadataFile = "functions.metadata";
    private const string ExtensionsFile = "extensions.json";

    private readonly Dictionary<string, ZipArchiveEntry> _entries;
    private readonly List<string> _faults = [];

    private PackageCheck(ZipArchive zip) => _entries = zip.Entries.ToDictionary(entry => entry.FullName);

    /// <summary>Reads a zip and reports all of its faults at once.</summary>
    public static PackageSummary Read(string path)
    {
        var bytes = new FileInfo(path).Length;
        using var zip = ZipFile.OpenRead(path);
        var check = new PackageCheck(zip);
        check.Host();
        check.Worker();
        check.Runtime();
        check.Extensions();
        var functions = check.Functions();
        check.Require("wwwroot/index.html");
        check.CompiledAhead();
        if (bytes > FunctionPackage.MaximumBytes)
        {
            check._faults.Add(
                $"The package must be at most {FunctionPackage.MaximumBytes / 1e6:F0} MB; got {bytes / 1e6:F1} MB.");
        }

        return new PackageSummary(bytes, functions, check._faults);
    }

    private void Host()
    {
        if (Json(HostFile) is not { } host)
            return;
        Expect(host["version"]?.ToString() == "2.0", $"{HostFile} must have the version 2.0.");
        Expect(host["customHandler"] is null, $"{HostFile} must not have customHandler: it would win over the worker.");
        Expect(host["extensionBundle"] is null, $"{HostFile} must not have extensionBundle: the package brings its extensions.");
        var prefix = host["extensions"]?["http"]?["routePrefix"]?.ToString();
        Expect(prefix == "", $"{HostFile} must set extensions.http.routePrefix to \"\".");
    }

    private void Worker()
    {
        if (Json(WorkerFile)?["description"] is not { } worker)
            return;
        Expect(worker["language"]?.ToString() == "dotnet-isolated", $"{WorkerFile} must name the language dotnet-isolated.");
        var (executable, program) = (worker["defaultExecutablePath"]?.ToString(), worker["defaultWorkerPath"]?.ToString());
        Expect(
            executable == "dotnet" && program == FunctionPackage.Program,
            $"{WorkerFile} must start dotnet {FunctionPackage.Program}; got {executable} {program}.");
    }

    private void Runtime()
    {
        Require(FunctionPackage.Program);
        Require("Recofilm.Functions.deps.json");
        if (Json("Recofilm.Functions.runtimeconfig.json")?["runtimeOptions"] is not { } options)
            return;
        Expect(options["includedFrameworks"] is null, "The program must be framework-dependent: Flex Consumption brings .NET.");
        var frameworks = options["frameworks"]?.AsArray().Append(options["framework"]) ?? [options["framework"]];
        var expected = $"{Environment.Version.Major}.{Environment.Version.Minor}.";
        var versions = frameworks.OfType<JsonNode>().Select(framework => framework["version"]?.ToString() ?? "").ToList();
        Expect(
            versions.TrueForAll(version => version.StartsWith(expected, StringComparison.Ordinal)),
            $"The program must ask for .NET {expected}x; got {string.Join(", ", versions)}.");
    }

    private void Extensions()
    {
        if (Json(ExtensionsFile)?["extensions"] is not JsonArray extensions)
            return;
        Expect(extensions.Count > 0, $"{ExtensionsFile} must name the extensions of the triggers.");
        foreach (var extension in extensions)
        {
            var hint = extension?["hintPath"]?.ToString() ?? "";
            Require(hint.StartsWith("./", StringComparison.Ordinal) ? hint[2..] : hint);
        }
    }

    private List<string> Functions()
    {
        if (Json(MetadataFile) is not JsonArray functions)
            return [];
        Expect(functions.Count > 0, $"{MetadataFile} must name the functions.");
        foreach (var script in functions.Select(function => function?["scriptFile"]?.ToString()).Distinct())
            Require(script ?? "the script file of every function");
        foreach (var name in _entries.Keys.Where(name => Path.GetFileName(name) == "function.json"))
            _faults.Add($"{name} must not be in the package: the host would read it instead of {MetadataFile}.");
        return [.. functions.Select(function => function!["name"]!.ToString())];
    }

    // Leaves out the assemblies in .azurefunctions, which the host loads, and assemblies without methods.
    private void CompiledAhead()
    {
        var interpreted = _entries.Values
            .Where(entry => !entry.FullName.Contains('/') && entry.FullName.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            .Where(NeedsCompiling)
            .Select(entry => entry.FullName)
            .Order(StringComparer.Ordinal)
            .ToList();
        Expect(
            interpreted.Count == 0,
            $"Every assembly must be compiled ahead of time (ReadyToRun); not compiled: {string.Join(", ", interpreted)}.");
    }

    private static bool NeedsCompiling(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using (var stream = entry.Open())
            stream.CopyTo(content);
        content.Position = 0;
        using var image = new PEReader(content);
        return image.HasMetadata
            && image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size == 0
            && image.GetMetadataReader() is var metadata
            && metadata.MethodDefinitions.Any(method => metadata.GetMethodDefinition(method).RelativeVirtualAddress != 0);
    }

    private JsonNode? Json(string name)
    {
        if (!Require(name))
            return null;
        try
        {
            using var stream = _entries[name].Open();
            return JsonNode.Parse(stream);
        }
        catch (JsonException exception)
        {
            _faults.Add($"{name} must be JSON; {exception.Message}");
            return null;
        }
    }

    private bool Require(string name)
    {
        var found = _entries.ContainsKey(name);
        Expect(found, $"{name} is missing.");
        return found;
    }

    private void Expect(bool holds, string fault)
    {
        if (!holds)
            _faults.Add(fault);
    }
}
