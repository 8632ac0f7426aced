using System.IO.Compression;
using Recofilm.Cli.Packaging;
using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Packaging;

/// <summary>A package that would not run, or would start slowly, is named as such before it is deployed.</summary>
public sealed class PackageCheckTests : IDisposable
{
    private readonly string _folder = TemporaryFolder.Create("package-check");

    public static TheoryData<string, string, string> Spoilt => new()
    {
        { "host.json", """{"version":"2.0","customHandler":{}}""", "host.json must not have customHandler: " },
        { "host.json", """{"version":"2.0","extensionBundle":{}}""", "host.json must not have extensionBundle: " },
        { "host.json", """{"version":"2.0"}""", "host.json must set extensions.http.routePrefix to \"\"." },
        { "worker.config.json", """{"description":{"language":"node"}}""", "worker.config.json must name the language " },
        {
            "worker.config.json", """{"description":{"defaultExecutablePath":"dotnet","defaultWorkerPath":"Other.dll"}}""",
            "worker.config.json must start dotnet Recofilm.Functions.dll; got dotnet Other.dll."
        },
        { "functions.metadata", "[]", "functions.metadata must name the functions." },
        { "functions.metadata", "[", "functions.metadata must be JSON; " },
        { "users/function.json", "{}", "users/function.json must not be in the package: " },
        {
            "Recofilm.Functions.runtimeconfig.json", """{"runtimeOptions":{"framework":{"version":"8.0.0"}}}""",
            $"The program must ask for .NET {Environment.Version.Major}.0.x; got 8.0.0."
        },
    };

    public static TheoryData<string> Needed =>
    [
        "host.json", "worker.config.json", "functions.metadata", "extensions.json", "Recofilm.Functions.dll",
        "Recofilm.Functions.deps.json", "Recofilm.Functions.runtimeconfig.json", "wwwroot/index.html",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_built_package_has_no_fault() => Assert.Empty(PackageCheck.Read(await BuiltPackage.ZipAsync()).Faults);

    [Theory, MemberData(nameof(Needed))]
    public async Task A_file_that_the_host_needs_is_missed(string file)
    {
        var faults = PackageCheck.Read(await SpoilAsync(file, content: null)).Faults;

        Assert.Contains($"{file} is missing.", faults);
    }

    [Theory, MemberData(nameof(Spoilt))]
    public async Task A_file_that_the_host_would_not_understand_is_named(string file, string content, string fault)
    {
        var faults = PackageCheck.Read(await SpoilAsync(file, content)).Faults;

        Assert.Contains(faults, found => found.StartsWith(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_extensions_of_the_dot_folder_are_missed()
    {
        var faults = PackageCheck.Read(await SpoilAsync(".azurefunctions/", content: null)).Faults;

        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.Matches(@"^\.azurefunctions/[\w.]+\.dll is missing\.$", fault));
    }

    [Fact]
    public async Task An_assembly_that_would_be_compiled_at_the_start_is_named()
    {
        const string Core = "Recofilm.Core.dll";
        var path = await SpoilAsync(Core, content: null);
        await using (var zip = await ZipFile.OpenAsync(path, ZipArchiveMode.Update, Cancellation))
            await zip.CreateEntryFromFileAsync(Path.Combine(AppContext.BaseDirectory, Core), Core, Cancellation);

        Assert.Equal(
            [$"Every assembly must be compiled ahead of time (ReadyToRun); not compiled: {Core}."],
            PackageCheck.Read(path).Faults);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Copies the built package without a file or folder, and with other content in its place if given.</summary>
    private async Task<string> SpoilAsync(string name, string? content)
    {
        var path = Path.Combine(_folder, "package.zip");
        File.Copy(await BuiltPackage.ZipAsync(), path);
        await using var zip = await ZipFile.OpenAsync(path, ZipArchiveMode.Update, Cancellation);
        foreach (var entry in zip.Entries.Where(entry => IsIn(entry.FullName, name)).ToList())
            entry.Delete();
        if (content is not null)
        {
            await using var writer = new StreamWriter(await zip.CreateEntry(name).OpenAsync(Cancellation));
            await writer.WriteAsync(content);
        }

        return path;
    }

    private static bool IsIn(string file, string name) =>
        file == name || (name.EndsWith('/') && file.StartsWith(name, StringComparison.Ordinal));
}
