using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>The page in French.</summary>
public sealed partial class LanguageTests(Site site)
{
    [Fact]
    public Task A_french_browser_gets_french_with_its_numbers_and_genres() => site.VisitAsync(
        async visit =>
        {
            await visit.EnterAsync(site.Viewer);
            await Expect(visit.Heading("Pour vous")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
            await Expect(visit.Button("Comédie")).ToBeVisibleAsync();
            await Expect(visit.Cards.First.Locator(".predicted strong")).ToHaveTextAsync(Comma());
            await Expect(visit.Cards.First.Locator(".reasons")).ToContainTextAsync("Parce que vous avez noté");
            await visit.PictureAsync("for-you french 1440");
        },
        new Look { Language = "fr-FR" });

    [Fact]
    public Task The_language_is_chosen_by_a_button_and_stays_after_a_reload() => site.VisitAsync(async visit =>
    {
        await visit.Page.GotoAsync("/");
        await visit.Button("Français").ClickAsync();
        await Expect(visit.Heading("Trouvez ce qu’ils voudront voir ensuite.")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Heading("Je débute")).ToBeVisibleAsync();
        await visit.Button("English").ClickAsync();
        await Expect(visit.Heading("I’m new")).ToBeVisibleAsync();
    });

    [GeneratedRegex(@"^\d,\d$")]
    private static partial Regex Comma();
}
