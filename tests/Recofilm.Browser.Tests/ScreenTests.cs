using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Recofilm.Browser.Tests;

/// <summary>
/// Every screen, dark and light, in both languages, from a phone to a large desktop: for everybody, within its width, and
/// without jumping.
/// </summary>
public sealed class ScreenTests(Site site)
{
    // Counts what moves by itself while the page builds up. Rounding of sizes alone stays below it.
    private const double LargestShift = 0.01;

    private static readonly AxeRunOptions _rules = new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        },
    };

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var screen in Screens.All.Keys)
        {
            cases.Add(screen, "en-GB");
            cases.Add(screen, "fr-FR");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_screen_is_accessible_and_fits(string screen, string language)
    {
        // English begins on a desktop in the dark, French on a phone in the light; then the window and the look change.
        var isEnglish = language.StartsWith("en", StringComparison.Ordinal);
        int[] widths = [.. Look.Widths, 1920];
        if (isEnglish)
            widths = [1440, 1920, 768, 360];
        return site.VisitAsync(
            async visit =>
            {
                await Screens.All[screen](site, visit);
                Assert.InRange(await visit.Page.EvaluateAsync<double>("window.layoutShift"), 0, LargestShift);
                foreach (var theme in (string[])["first", "second"])
                {
                    foreach (var width in widths)
                    {
                        await visit.Page.SetViewportSizeAsync(width, Look.HeightAt(width));
                        await CheckAsync(visit.Page);
                        Assert.True(await visit.Page.EvaluateAsync<bool>(
                            "document.documentElement.scrollWidth <= innerWidth"), $"It scrolls sideways at {width} px.");
                        if (isEnglish && Look.Widths.Contains(width))
                            await visit.PictureAsync($"{screen} {(theme == "first" ? "dark" : "light")} {width}");
                    }

                    await visit.Page.EvaluateAsync(
                        "document.documentElement.dataset.theme = "
                            + "document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'");
                }
            },
            new Look { Theme = isEnglish ? ColorScheme.Dark : ColorScheme.Light, Language = language, Width = widths[0] });
    }

    private static async Task CheckAsync(IPage page)
    {
        var result = await page.RunAxe(_rules);
        var violations = result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help} {string.Join(' ', violation.Nodes.Take(3).Select(node => node.Html))}").ToList();
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }
}
