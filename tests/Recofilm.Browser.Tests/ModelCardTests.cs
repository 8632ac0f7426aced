using System.Text;
using Recofilm.Testing;

namespace Recofilm.Browser.Tests;

/// <summary>The model card that <c>recofilm report</c> writes, on paper.</summary>
public sealed class ModelCardTests(Site site) : IDisposable
{
    private readonly string _folder = TemporaryFolder.Create("card");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_prints_dark_on_white_from_a_dark_screen_with_nothing_folded_or_cut_off()
    {
        var card = await WriteAsync();
        await site.VisitAsync(
            async visit =>
            {
                await visit.Page.GotoAsync(new Uri(card).AbsoluteUri);
                Assert.NotEqual("rgb(255, 255, 255)", await StyleAsync(visit, "body", "backgroundColor"));

                await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
                // A4 without its margins, in CSS pixels.
                await visit.Page.SetViewportSizeAsync(688, 1001);
                Assert.Equal("rgb(255, 255, 255)", await StyleAsync(visit, "body", "backgroundColor"));
                Assert.Equal("rgb(0, 0, 0)", await StyleAsync(visit, "h1", "color"));
                Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
                var folded = visit.Page.Locator("details:not([open]) > :not(summary)");
                Assert.NotEqual(0, await folded.CountAsync());
                foreach (var part in await folded.AllAsync())
                    Assert.NotEqual(0, (await part.BoundingBoxAsync())?.Height ?? 0);

                await visit.PictureAsync("model card on paper");
                var paper = await visit.Page.PdfAsync(new() { PreferCSSPageSize = true });
                // A4 in points.
                Assert.Matches(@"/MediaBox ?\[0 0 59[45]\S* 84[12]\S*\]", Encoding.Latin1.GetString(paper));
            },
            new Look { Theme = ColorScheme.Dark });
    }

    private static Task<string> StyleAsync(Visit visit, string element, string property) => visit.Page.Locator(element).First
        .EvaluateAsync<string>("(element, property) => getComputedStyle(element)[property]", property);

    private async Task<string> WriteAsync()
    {
        var file = Path.Combine(_folder, "card.html");
        var result = await CommandProcess.RunAsync(
            [
                "report", "champion", "--output", file, "--database", site.Settings.Database, "--storage", site.Settings.Storage,
                "--container", site.Settings.Container, "--state", _folder,
            ],
            Cancellation);
        Assert.True(result.IsSuccess, result.StandardError);
        return file;
    }
}
