namespace Recofilm.Browser.Tests;

/// <summary>
/// Every screen, dark and light, from a phone to a large desktop: for everybody, within its width, and without jumping. Each
/// language is a class of its own, so that both run at the same time.
/// </summary>
public abstract class ScreenTests(Site site, string language)
{
    // Counts what moves by itself while the page builds up. Rounding of sizes alone stays below it.
    private const double LargestShift = 0.01;

    // The theme decides on contrast, the width does not, and this rule takes longer than all others together.
    private const string Contrast = "color-contrast";

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
                var accessibility = await Accessibility.LoadAsync(visit.Page);
                await accessibility.CheckAsync();
                foreach (var width in widths)
                {
                    await visit.Page.SetViewportSizeAsync(width, Look.HeightAt(width));
                    if (width != widths[0])
                        await accessibility.CheckAsync(Contrast);
                    Assert.True(await visit.Page.EvaluateAsync<bool>(
                        "document.documentElement.scrollWidth <= innerWidth"), $"It scrolls sideways at {width} px.");
                    if (isEnglish && Look.Widths.Contains(width))
                        await visit.PictureAsync($"{screen} dark {width}");
                }

                // A theme is only colours, which fit where the other's did.
                await visit.Page.EvaluateAsync(
                    "theme => { document.documentElement.dataset.theme = theme; }", isEnglish ? "light" : "dark");
                await accessibility.CheckAsync();
                if (isEnglish)
                    await visit.PictureAsync($"{screen} light {widths[^1]}");
            },
            new Look { Theme = isEnglish ? ColorScheme.Dark : ColorScheme.Light, Language = language, Width = widths[0] });
    }
}

/// <summary>In English.</summary>
public sealed class EnglishScreenTests(Site site) : ScreenTests(site, "en-GB");

/// <summary>In French.</summary>
public sealed class FrenchScreenTests(Site site) : ScreenTests(site, "fr-FR");
