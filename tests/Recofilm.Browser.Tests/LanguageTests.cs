using System.Text.RegularExpressions;
using Recofilm.Testing;
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
            await visit.OpenFilterAsync("Genres");
            await Expect(visit.Genre("Au moins un de ces genres", "Comédie")).ToBeVisibleAsync();
            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(visit.Cards.First.Locator(".predicted > span").Last).ToHaveTextAsync(Comma());
            await Expect(visit.Cards.First.Locator(".match strong")).ToHaveTextAsync("100\u00a0% d’affinité");
            await Expect(visit.Cards.First.Locator(".reasons")).ToContainTextAsync("Parce que vous avez noté");
            await visit.PictureAsync("for-you french 1440");
        },
        new Look { Language = "fr-FR" });

    [Fact]
    public Task The_language_is_chosen_by_a_button_and_stays_after_a_reload() => site.VisitAsync(async visit =>
    {
        await visit.Page.GotoAsync("/");
        await visit.Button("Français").ClickAsync();
        await Expect(visit.Heading("Que regarder ce soir ?")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Link("Partir de zéro")).ToBeVisibleAsync();
        await visit.Button("English").ClickAsync();
        await Expect(visit.Link("Start from nothing")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Errors_are_french_down_to_their_details() => site.VisitAsync(
        async visit =>
        {
            visit.Expect("503");
            await visit.Page.RouteAsync("**/recommendations?*", route => route.FulfillAsync(new RouteFulfillOptions
            {
                Status = 503,
                ContentType = "application/problem+json",
                Body = """
                    {"type": "urn:recofilm:problem:database-unavailable", "title": "The database does not answer", "status": 503,
                     "detail": "The database does not answer; try again in a moment."}
                    """,
            }));
            await visit.EnterAsync(site.Viewer);
            var alert = visit.Page.Locator("main").GetByRole(AriaRole.Alert);
            await Expect(alert).ToContainTextAsync("La base de données ne répond pas.");
            await Expect(alert).Not.ToContainTextAsync("database");
        },
        new Look { Language = "fr-FR" });

    // A type that the page does not know would be shown without a sentence of its own.
    [Fact]
    public async Task Every_type_of_problem_has_its_sentence_in_both_languages()
    {
        var types = await File.ReadAllTextAsync(
            Path.Combine(BuiltProgram.Solution, "Recofilm.Functions", "Requests", "ProblemType.cs"),
            TestContext.Current.CancellationToken);
        foreach (var language in (string[])["en", "fr"])
        {
            var sentences = await File.ReadAllTextAsync(
                Path.Combine(BuiltProgram.Solution, "web", "src", "i18n", $"{language}.ts"),
                TestContext.Current.CancellationToken);
            Assert.All(
                ProblemName().Matches(types).Select(match => match.Groups[1].Value),
                name => Assert.Contains($"\"problem.{name}\":", sentences, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex(@"^\d,\d$")]
    private static partial Regex Comma();

    [GeneratedRegex(@"= new\(""([a-z-]+)"", \d")]
    private static partial Regex ProblemName();
}
