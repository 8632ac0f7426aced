using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Recofilm.Testing;

namespace Recofilm.Browser.Tests;

/// <summary>The parts of the page.</summary>
public sealed partial class PageTests(Site site)
{
    private const int LargestPage = 150_000;

    [Fact]
    public Task A_first_visit_loads_at_most_150_kilobytes_and_nothing_from_elsewhere() => site.VisitAsync(async visit =>
    {
        var bytes = 0;
        var origins = new HashSet<string>();
        visit.Page.RequestFinished += (_, request) => origins.Add(new Uri(request.Url).GetLeftPart(UriPartial.Authority));
        var network = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        network.Event("Network.loadingFinished").OnEvent += (_, finished) =>
            bytes += finished!.Value.GetProperty("encodedDataLength").GetInt32();
        await network.SendAsync("Network.enable");
        await Screens.All["start"](site, visit);
        await visit.SignInAsync(site.Viewer);
        await visit.TitlesAsync();
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Equal([site.Handler.Address.GetLeftPart(UriPartial.Authority)], origins);
        Assert.InRange(bytes, 10_000, LargestPage);
    });

    [Fact]
    public void All_files_together_weigh_at_most_150_kilobytes_compressed()
    {
        var files = Directory.GetFiles(
            Path.Combine(Path.GetDirectoryName(BuiltProgram.Path)!, "wwwroot"), "*", SearchOption.AllDirectories);
        Assert.InRange(files.Sum(Weigh), 10_000, LargestPage);
    }

    [Fact]
    public async Task Files_named_by_their_contents_are_kept_and_the_page_itself_is_asked_for_again()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/app/for-you");
        request.Headers.Accept.ParseAdd("text/html");
        using var page = await site.Handler.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("no-cache", page.Headers.CacheControl!.ToString());
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);

        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (Match asset in Asset().Matches(html))
        {
            using var file = await site.Handler.Client.GetAsync(asset.Value, TestContext.Current.CancellationToken);
            Assert.Equal("public, max-age=31536000, immutable", file.Headers.CacheControl!.ToString());
        }

        Assert.NotEmpty(Asset().Matches(html));
    }

    // The clients are generated from this file when they are built: curl $RECOFILM/openapi.json > clients/openapi.json
    [Fact]
    public async Task The_clients_are_made_from_what_the_program_serves()
    {
        var served = JsonNode.Parse(await site.Handler.Client.GetStringAsync(
            "/openapi.json", TestContext.Current.CancellationToken));
        var source = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(BuiltProgram.Solution, "clients", "openapi.json"), TestContext.Current.CancellationToken));
        Assert.True(
            JsonNode.DeepEquals(source, served),
            "clients/openapi.json is not what the program serves: curl $RECOFILM/openapi.json > clients/openapi.json");
    }

    private static long Weigh(string file)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        using (var content = File.OpenRead(file))
            content.CopyTo(gzip);
        return compressed.Length;
    }

    [GeneratedRegex("/assets/[^\"]+")]
    private static partial Regex Asset();
}
