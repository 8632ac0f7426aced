using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>Own ratings and dismissals, and how to change one's mind.</summary>
public sealed class OwnMoviesTests(Site site)
{
    [Fact]
    public Task Ratings_are_listed_changed_and_removed() => site.VisitAsync(async visit =>
    {
        var viewer = await site.RegisterAsync();
        await visit.EnterAsync(viewer, "/app/ratings");
        await Expect(visit.Page.GetByText("You have not rated anything yet.")).ToBeVisibleAsync();
        await site.Database.ExecuteAsync(
            $"INSERT INTO ratings SELECT {viewer.UserId}, movie_id, 4, now() FROM movies ORDER BY movie_id LIMIT 3");
        await visit.Page.ReloadAsync();
        var before = await visit.TitlesAsync();
        Assert.Equal(3, before.Count);

        var stars = visit.Cards.First.GetByRole(AriaRole.Slider);
        await Expect(stars).ToHaveAttributeAsync("aria-valuetext", "4.0 stars");
        await stars.PressAsync("2");
        await stars.PressAsync("Enter");
        await Expect(visit.Page.GetByText($"You rated {before[0]} 2.0")).ToBeVisibleAsync();
        await visit.Button("Undo").ClickAsync();
        await Expect(visit.Page.Locator("[aria-valuetext='4.0 stars']")).ToHaveCountAsync(3);

        await visit.Button($"Remove rating of {before[0]}").ClickAsync();
        await Expect(visit.Cards).ToHaveCountAsync(2);
        Assert.DoesNotContain(before[0], await visit.TitlesAsync());
    });

    [Fact]
    public Task Dismissed_movies_are_listed_and_may_come_back() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(await site.RegisterAsync());
        var before = await visit.TitlesAsync();
        await visit.Button($"Not interested in {before[0]}").ClickAsync();
        await visit.TitlesAfterAsync(before);
        await visit.Link("Your ratings").ClickAsync();
        await visit.Link("Dismissed").ClickAsync();
        Assert.Equal([before[0]], await visit.TitlesAsync());
        await visit.Button($"Show again: {before[0]}").ClickAsync();
        await Expect(visit.Page.GetByText("You have not dismissed any movie.")).ToBeVisibleAsync();
        await visit.Link("For you").ClickAsync();
        Assert.Contains(before[0], await visit.TitlesAsync());
    });
}
