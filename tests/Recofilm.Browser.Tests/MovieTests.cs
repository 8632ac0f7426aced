using System.Globalization;
using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>Looking for a movie, and for what is like it.</summary>
public sealed class MovieTests(Site site)
{
    [Fact]
    public Task Search_finds_as_one_types_and_opens_the_movie() => site.VisitAsync(async visit =>
    {
        await site.Database.ExecuteAsync(
            "INSERT INTO links (movie_id, imdb_id, tmdb_id) SELECT movie_id, '0068646', 238 FROM movies WHERE title LIKE 'Godfather%' OR title LIKE 'The Godfather%'");
        await visit.EnterAsync(site.Viewer, "/app/like");
        var search = visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search movies" });
        await search.PressSequentiallyAsync("godfa");
        await Expect(visit.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync("Godfather");
        await search.PressAsync("ArrowDown");
        await Expect(visit.Page.GetByRole(AriaRole.Option).First).ToHaveAttributeAsync("aria-selected", "true");
        await search.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Godfather");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "IMDb (opens a new tab)" })).ToHaveAttributeAsync(
            "href", "https://www.imdb.com/title/tt0068646/");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "TMDB (opens a new tab)" })).ToHaveAttributeAsync(
            "href", "https://www.themoviedb.org/movie/238");
    });

    [Fact]
    public Task The_weight_re_ranks_the_list_and_both_components_show_as_bars() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(site.Viewer, "/app/movies/1");
        await SetWeightAsync(visit, "0");
        var byContent = await visit.Page.Locator(".hybrid .cards[aria-busy=false] h3").AllInnerTextsAsync();
        await Expect(visit.Page.Locator(".hybrid .reasons").Filter(new() { HasText = "In common: " }).First).ToBeVisibleAsync();
        var content = await BarsAsync(visit, "Content");
        Assert.Equal(content.OrderDescending(), content);

        await SetWeightAsync(visit, "1");
        await Expect(visit.Page.Locator(".hybrid .cards[aria-busy=false] h3")).Not.ToHaveTextAsync(byContent);
        var ratings = await BarsAsync(visit, "Ratings");
        Assert.Equal(ratings.OrderDescending(), ratings);
        await Expect(visit.Page.Locator(".hybrid output")).ToHaveTextAsync("0% content, 100% ratings");
    });

    [Fact]
    public Task Similar_movies_come_by_content_or_by_who_likes_them() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(site.Viewer, "/app/movies/1");
        var similar = visit.Page.Locator(".cards.compact h3");
        await Expect(similar.First).ToBeVisibleAsync();
        var byContent = await similar.AllInnerTextsAsync();
        await visit.Button("By who likes it").ClickAsync();
        await Expect(similar).Not.ToHaveTextAsync(byContent);
    });

    private static async Task SetWeightAsync(Visit visit, string weight)
    {
        await Expect(visit.Page.Locator(".hybrid .cards[aria-busy=false] h3").First).ToBeVisibleAsync();
        await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.GetByLabel("What counts").FillAsync(weight), answer => answer.Url.EndsWith("/hybrid", StringComparison.Ordinal));
        await Expect(visit.Page.Locator(".hybrid .cards[aria-busy=false]")).ToBeVisibleAsync();
    }

    private static async Task<int[]> BarsAsync(Visit visit, string component)
    {
        var bars = visit.Page.Locator(".components > div").Filter(new() { Has = visit.Page.GetByText(component, new() { Exact = true }) });
        return [.. (await bars.Locator(".bar-value").AllInnerTextsAsync())
            .Select(text => int.Parse(text.TrimEnd('%'), CultureInfo.InvariantCulture))];
    }
}
