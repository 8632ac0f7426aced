using System.Globalization;
using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>The list, and what shapes it.</summary>
public sealed class ForYouTests(Site site)
{
    [Fact]
    public Task A_rating_changes_the_list_at_once_and_undo_brings_it_back() => VisitAsync(async (visit, before) =>
    {
        await visit.Cards.First.GetByRole(AriaRole.Slider).ClickAsync(new() { Position = new Position { X = 5, Y = 20 } });
        await Expect(visit.Page.GetByText($"You rated {before[0]} 0.5")).ToBeVisibleAsync();
        await visit.Button("Undo").HoverAsync();
        Assert.DoesNotContain(before[0], await visit.TitlesAfterAsync(before));
        await visit.Button("Undo").ClickAsync();
        await Expect(visit.Cards.Locator("h3")).ToHaveTextAsync(before);
    });

    [Fact]
    public Task Stars_take_halves_by_keyboard_and_escape_leaves_them() => VisitAsync(async (visit, before) =>
    {
        var stars = visit.Cards.Nth(1).GetByRole(AriaRole.Slider);
        await stars.PressAsync("4");
        await stars.PressAsync("ArrowRight");
        await Expect(stars).ToHaveAttributeAsync("aria-valuetext", "4.5 stars");
        await stars.PressAsync("Escape");
        await Expect(stars).ToHaveAttributeAsync("aria-valuetext", "not rated");
        await stars.PressAsync("End");
        await stars.PressAsync("ArrowLeft");
        await stars.PressAsync("Enter");
        await Expect(visit.Page.GetByText($"You rated {before[1]} 4.5")).ToBeVisibleAsync();
        Assert.DoesNotContain(before[1], await visit.TitlesAfterAsync(before));
    });

    [Fact]
    public Task A_dismissed_movie_is_gone_until_that_is_undone() => VisitAsync(async (visit, before) =>
    {
        await visit.Button($"Not interested in {before[0]}").ClickAsync();
        await Expect(visit.Page.GetByText($"You will not see {before[0]} again")).ToBeVisibleAsync();
        await visit.Button("Undo").HoverAsync();
        Assert.DoesNotContain(before[0], await visit.TitlesAfterAsync(before));
        await visit.Button("Undo").ClickAsync();
        await Expect(visit.Cards.Locator("h3")).ToHaveTextAsync(before);
    });

    [Fact]
    public Task Genres_and_years_filter_and_clearing_them_shows_everything_again() => VisitAsync(async (visit, before) =>
    {
        await visit.Button("Drama").ClickAsync();
        await visit.Page.GetByLabel("From year").SelectOptionAsync("1990");
        await visit.Page.GetByLabel("To year").SelectOptionAsync("1999");
        await Expect(visit.Cards.First).ToContainTextAsync("199");
        var shown = visit.Page.Locator("ul.cards:not([aria-busy=true]) .card .muted");
        await Expect(shown.Filter(new() { HasNotTextRegex = new System.Text.RegularExpressions.Regex("^199\\d · .*Drama") })).ToHaveCountAsync(0);
        await visit.Page.GetByLabel("To year").SelectOptionAsync("1909");
        await Expect(visit.Page.GetByText("No movie passes these filters.")).ToBeVisibleAsync();
        await visit.Button("Clear filters").Last.ClickAsync();
        await Expect(visit.Cards.Locator("h3")).ToHaveTextAsync(before);
    });

    [Fact]
    public Task Diversity_makes_the_movies_less_alike() => VisitAsync(async (visit, before) =>
    {
        await visit.Page.GetByLabel("Diversity").FillAsync("1");
        await Expect(visit.Page.Locator("output")).ToHaveTextAsync("100%");
        var after = await visit.TitlesAfterAsync(before);
        Assert.Equal(before[0], after[0]);
        Assert.NotEqual(before.Order(), after.Order());
    });

    [Fact]
    public Task Each_card_says_what_is_predicted_and_why() => VisitAsync(async (visit, _) =>
    {
        var predicted = await visit.Cards.First.Locator(".predicted strong").InnerTextAsync();
        Assert.InRange(double.Parse(predicted, CultureInfo.InvariantCulture), 0.5, 5);
        await Expect(visit.Cards.First.Locator(".reasons")).ToContainTextAsync("Because you rated");
        await visit.Cards.First.Locator("h3 a").ClickAsync();
        await Expect(visit.Heading("Like this, for you")).ToBeVisibleAsync();
    });

    // A viewer with some ratings of their own, whose list nobody else changes.
    private Task VisitAsync(Func<Visit, IReadOnlyList<string>, Task> journey) => site.VisitAsync(async visit =>
    {
        var viewer = await site.RegisterAsync();
        await site.Database.ExecuteAsync(
            $"""
            INSERT INTO ratings (user_id, movie_id, rating, created_at)
            SELECT {viewer.UserId}, movie_id, rating, created_at FROM ratings WHERE user_id = {site.Viewer.UserId}
            """);
        await visit.EnterAsync(viewer);
        await journey(visit, await visit.TitlesAsync());
    });
}
