using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Recofilm.Browser.Tests;

/// <summary>Every screen, dark and light, from phone to desktop: for everybody, within its width, and without jumping.</summary>
public sealed class ScreenTests(Site site)
{
    // What counts is what moves by itself while the page builds up; a tenth is where people notice.
    private const double LargestShift = 0.1;

    private static readonly AxeRunOptions _rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    public static TheoryData<string, ColorScheme> Cases()
    {
        var cases = new TheoryData<string, ColorScheme>();
        foreach (var screen in Screens.All.Keys)
        {
            cases.Add(screen, ColorScheme.Dark);
            cases.Add(screen, ColorScheme.Light);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_screen_is_accessible_and_fits(string screen, ColorScheme theme)
    {
        // Dark begins on a desktop, light on a phone; then the window changes its size.
        int[] widths = theme == ColorScheme.Light ? [.. Look.Widths] : [.. Look.Widths.Reverse()];
        return site.VisitAsync(
            async visit =>
            {
                await Screens.All[screen](site, visit);
                Assert.InRange(await visit.Page.EvaluateAsync<double>("window.layoutShift"), 0, LargestShift);
                await CheckAsync(visit.Page);
                foreach (var width in widths)
                {
                    await visit.Page.SetViewportSizeAsync(width, Look.HeightAt(width));
                    Assert.True(await visit.Page.EvaluateAsync<bool>(
                        "document.documentElement.scrollWidth <= innerWidth"), $"It scrolls sideways at {width} px.");
                    if (theme == ColorScheme.Dark || width == widths[0])
                        await visit.PictureAsync($"{screen} {theme} {width}".ToLowerInvariant());
                }
            },
            new Look { Theme = theme, Width = widths[0] });
    }

    private static async Task CheckAsync(IPage page)
    {
        var result = await page.RunAxe(_rules);
        Assert.Empty(result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help} {string.Join(' ', violation.Nodes.Take(3).Select(node => node.Html))}"));
    }
}
