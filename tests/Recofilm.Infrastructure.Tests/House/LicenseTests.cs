namespace Recofilm.Infrastructure.Tests.House;

public sealed class LicenseTests
{
    private const string Page = "docs/licenses.md";
    private const string Write = "RECOFILM_WRITE_LICENSES";
    private const string Command =
        $"{Write}=1 dotnet run --project tests/Recofilm.Infrastructure.Tests -- -class '*.LicenseTests'";

    // Licences under which the package may be redistributed as part of a product of another licence.
    private static readonly string[] _permissive =
        ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL", "OFL-1.1", "ISC", "Unlicense", "MIT OR Apache-2.0"];

    [Fact]
    public void The_page_lists_the_licence_of_everything_shipped()
    {
        var rows = ShippedPackage.All().Select(package => $"| {package.Name} | {package.License} | {package.Part} |");
        var page = $"""
            # Licences of what is shipped

            Recofilm is published under the [MIT licence](../LICENSE). The zip for Azure Functions, the image and the page contain
            these packages of others; the bills of materials of a release name their versions. "Host extensions" run in the
            process of the Functions host. A test writes this list, and fails when it is out of date:

            ```sh
            {Command}
            ```

            | package | licence | in |
            |---|---|---|
            {string.Join('\n', rows)}

            """;
        if (Environment.GetEnvironmentVariable(Write) == "1")
            File.WriteAllText(Repository.PathOf(Page), page);

        Assert.True(page == Repository.Read(Page), $"{Page} must list what is shipped; write it anew: {Command}");
    }

    [Fact]
    public void Everything_shipped_may_be_shipped() =>
        Assert.DoesNotContain(ShippedPackage.All(), package => !_permissive.Contains(package.License));
}
