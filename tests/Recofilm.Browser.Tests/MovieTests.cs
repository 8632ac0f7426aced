using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>Looking for a movie, and for what is like it.</summary>
public sealed class MovieTests(Site site)
{
    [Fact]
    public Task Search_finds_as_one_types_and_opens_the_movie() => site.VisitAsync(async visit =>
    {
        await site.Database.ExecuteAsync(
            "INSERT INTO links (movie_id, imdb_id, tmdb_id) SELECT movie_id, '0068646', 238 FROM movies "
                + "WHERE title LIKE 'Godfather%' OR title LIKE 'The Godfather%'");
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
        var similar = visit.Page.Locator(".cards.similar h3");
        await Expect(similar.First).ToBeVisibleAsync();
        var byContent = await similar.AllInnerTextsAsync();
        await visit.Button("By who likes it").ClickAsync();
        await Expect(similar).Not.ToHaveTextAsync(byContent);
    });

    [Fact]
    public Task A_rating_is_given_changed_and_removed_on_the_movies_page() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(await site.RegisterAsync(), "/app/movies/1");
        var stars = visit.Page.Locator(".own-rating").GetByRole(AriaRole.Slider);
        await Expect(stars).ToHaveAttributeAsync("aria-valuetext", "not rated");
        await stars.PressAsync("4");
        await stars.PressAsync("Enter");
        await Expect(stars).ToHaveAttributeAsync("aria-valuetext", "4.0 stars");
        await visit.Page.ReloadAsync();
        await Expect(stars).ToHaveAttributeAsync("aria-valuetext", "4.0 stars");
        await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Remove rating of ") }).ClickAsync();
        await Expect(stars).ToHaveAttributeAsync("aria-valuetext", "not rated");
        await visit.Button("Undo").ClickAsync();
        await Expect(stars).ToHaveAttributeAsync("aria-valuetext", "4.0 stars");
    });

    [Fact]
    public Task A_movies_page_shows_what_people_think_across_its_whole_width() => site.VisitAsync(async visit =>
    {
        await site.Database.ExecuteAsync(
            "INSERT INTO movies VALUES (700001, 'The Good Film', 1966, '{Western}'); " +
            "UPDATE movies SET original_title = 'Il buon film', description = 'Three men look for gold.', " +
            """people = '[{"name": "Ann Lee", "role": "director"}, {"name": "Bo Ray"}]' WHERE movie_id = 700001; """ +
            "INSERT INTO ratings SELECT user_id, 700001, CASE WHEN user_id <= 30 THEN 5 ELSE 2 END, now() " +
            "FROM users WHERE user_id <= 40; " +
            "INSERT INTO tags SELECT user_id, 700001, 'duel', now() FROM users WHERE user_id <= 3");
        visit.Expect("404");
        await visit.EnterAsync(site.Viewer, "/app/movies/700001");
        await Expect(visit.Heading("The Good Film")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".movie .original")).ToHaveTextAsync("Il buon film");
        await Expect(visit.Page.GetByText("75% of them give it 4 stars or more.")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".distribution li").Last).ToContainTextAsync("30 ratings");
        await Expect(visit.Page.Locator(".tags")).ToContainTextAsync("duel");
        await Expect(visit.Page.GetByText("Three men look for gold.")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("With Ann Lee (director), Bo Ray")).ToBeVisibleAsync();

        var frame = (await visit.Page.Locator(".movie").BoundingBoxAsync())!;
        var opinions = (await visit.Page.Locator(".opinions").BoundingBoxAsync())!;
        Assert.InRange(opinions.X + opinions.Width, frame.X + (frame.Width * 0.95f), frame.X + frame.Width + 1);
        await site.Database.ExecuteAsync("DELETE FROM movies WHERE movie_id = 700001");
    });

    [Fact]
    public Task The_map_moves_with_the_weight_and_a_movie_on_it_can_be_opened() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(site.Viewer, "/app/movies/1");
        var map = visit.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("^A map of [\\d,]+ movies") });
        await visit.Page.Locator(".map").ScrollIntoViewIfNeededAsync();
        await Expect(map).ToBeVisibleAsync();
        await SetWeightAsync(visit, "0");
        var byContent = await map.ScreenshotAsync();
        await SetWeightAsync(visit, "1");
        await visit.PictureAsync("map 1440");
        Assert.NotEqual(byContent, await map.ScreenshotAsync());

        // The movie itself is in the middle; enlarged, its nearest neighbour is somewhere around it.
        await visit.Button("Zoom out").ClickAsync();
        await visit.Button("Zoom out").ClickAsync();
        var box = (await map.BoundingBoxAsync())!;
        for (var x = 20; x < box.Width && visit.Page.Url.EndsWith("/movies/1", StringComparison.Ordinal); x += 24)
            await map.ClickAsync(new() { Position = new Position { X = x, Y = (box.Height / 2) - 30 } });
        await Expect(visit.Heading("Like this, for you")).ToBeVisibleAsync();
        Assert.Matches("/app/movies/(?!1$)\\d+$", visit.Page.Url);
    });

    [Fact]
    public Task Real_posters_lie_over_drawn_ones_where_the_movies_tmdb_id_is_known() => site.VisitAsync(async visit =>
    {
        await site.Database.ExecuteAsync(
            "INSERT INTO links (movie_id, imdb_id, tmdb_id) SELECT movie_id, '0000000', 1000000 + movie_id FROM movies " +
            "WHERE movie_id <> 2 AND title NOT LIKE '%Godfather%' ON CONFLICT DO NOTHING");
        // As if the setting named this very server, whose images the policy allows.
        await visit.Page.RouteAsync(site.Handler.Address.ToString(), async route =>
        {
            var answer = await route.FetchAsync();
            var status = JsonNode.Parse(await answer.TextAsync())!;
            status["poster_address"] = $"{site.Handler.Address}favicon.svg?{{tmdb_id}}";
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = status.ToJsonString() });
        });
        await visit.EnterAsync(site.Viewer, "/app/list/1-2-3");
        await Expect(visit.Cards.Nth(2).Locator("img")).ToHaveAttributeAsync("src", new Regex(@"\?1000003$"));
        await Expect(visit.Cards.Nth(1).Locator(".real-poster svg")).ToBeVisibleAsync();
        await Expect(visit.Cards.Nth(1).Locator("img")).ToHaveCountAsync(0);
        // A list of recommendations names no such ids: the page asks for them.
        await visit.Link("For you").ClickAsync();
        await Expect(visit.Cards.First.Locator("img")).ToHaveAttributeAsync("src", new Regex(@"\?1\d{6}$"));
    });

    private static async Task SetWeightAsync(Visit visit, string weight)
    {
        await Expect(visit.Page.Locator(".hybrid .cards[aria-busy=false] h3").First).ToBeVisibleAsync();
        await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.GetByLabel("What counts").FillAsync(weight),
            answer => answer.Url.EndsWith("/hybrid", StringComparison.Ordinal));
        await Expect(visit.Page.Locator(".hybrid .cards[aria-busy=false]")).ToBeVisibleAsync();
    }

    private static async Task<int[]> BarsAsync(Visit visit, string component)
    {
        var bars = visit.Page.Locator(".components > div")
            .Filter(new() { Has = visit.Page.GetByText(component, new() { Exact = true }) });
        return [.. (await bars.Locator(".bar-value").AllInnerTextsAsync())
            .Select(text => int.Parse(text.TrimEnd('%'), CultureInfo.InvariantCulture))];
    }
}
