using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Recofilm.Browser.Tests;

/// <summary>
/// Every screen, dark and light, from a phone to a large desktop: for everybody, within its width, and without jumping. Each
/// language is a class of its own, so that both run at the same time.
/// </summary>
public abstract class ScreenTests(Site site, string language)
{
    // Counts what moves by itself while the page builds up. Rounding of sizes alone stays below it.
    private const double LargestShift = 0.01;

    private static readonly AxeRunOptions _rules = Rules();

    // The look decides on contrast, the width does not, and this rule takes longer than all others together.
    private static readonly AxeRunOptions _rulesOfWidth = Rules("color-contrast");

    public static TheoryData<string> Cases() => [.. Screens.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_screen_is_accessible_and_fits(string screen)
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
                        await CheckAsync(visit.Page, width == widths[0] ? _rules : _rulesOfWidth);
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

    private static AxeRunOptions Rules(params string[] without) => new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        },
        Rules = without.ToDictionary(rule => rule, _ => new RuleOptions { Enabled = false }),
    };

    private static async Task CheckAsync(IPage page, AxeRunOptions rules)
    {
        var result = await page.RunAxe(rules);
        var violations = result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help} {string.Join(' ', violation.Nodes.Take(3).Select(node => node.Html))}").ToList();
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }
}

/// <summary>In English.</summary>
public sealed class EnglishScreenTests(Site site) : ScreenTests(site, "en-GB");

/// <summary>In French.</summary>
public sealed class FrenchScreenTests(Site site) : ScreenTests(site, "fr-FR");
