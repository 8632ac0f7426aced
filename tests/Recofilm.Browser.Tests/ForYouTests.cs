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
    public Task A_first_model_is_announced_and_lists_are_loaded_again_when_the_full_one_serves() => site.VisitAsync(async visit =>
    {
        var kind = "first";
        await visit.Page.RouteAsync(address => new Uri(address).AbsolutePath == "/", async route =>
        {
            if (route.Request.IsNavigationRequest)
            {
                await route.ContinueAsync();
                return;
            }

            var answer = await route.FetchAsync();
            var body = System.Text.Json.Nodes.JsonNode.Parse(await answer.TextAsync())!;
            body["model_kind"] = kind;
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = body.ToJsonString() });
        });
        await visit.EnterAsync(site.Viewer);
        await Expect(visit.Page.GetByText("A first model serves, made in seconds.")).ToBeVisibleAsync();
        await visit.TitlesAsync();

        await visit.Page.RunAndWaitForResponseAsync(
            () => Task.FromResult(kind = "full"),
            answer => answer.Url.Contains("/recommendations", StringComparison.Ordinal));
        await Expect(visit.Page.GetByText("The fully trained model serves now.")).ToBeVisibleAsync();
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
    public Task Stars_chosen_by_keys_are_set_when_the_focus_leaves() => VisitAsync(async (visit, before) =>
    {
        var stars = visit.Cards.Nth(1).GetByRole(AriaRole.Slider);
        await stars.PressAsync("3");
        await stars.PressAsync("ArrowRight");
        await Expect(visit.Cards.Nth(1).Locator(".star-hint")).ToBeVisibleAsync();
        await stars.PressAsync("Tab");
        await Expect(visit.Page.GetByText($"You rated {before[1]} 3.5")).ToBeVisibleAsync();
        Assert.DoesNotContain(before[1], await visit.TitlesAfterAsync(before));
    });

    [Fact]
    public Task Genres_and_years_filter_and_clearing_them_shows_everything_again() => VisitAsync(async (visit, before) =>
    {
        await visit.OpenFilterAsync("Genres");
        await visit.Genre("Any of these genres", "Drama").ClickAsync();
        await visit.Genre("Any of these genres", "War").ClickAsync();
        await visit.Genre("None of these genres", "Romance").ClickAsync();
        await Expect(visit.Page.Locator(".menu-button").First).ToContainTextAsync("any of Drama or War, not Romance");
        await visit.OpenFilterAsync("Years");
        await visit.Page.GetByLabel("From year").SelectOptionAsync("1990");
        await visit.Page.GetByLabel("To year").SelectOptionAsync("1999");
        await Expect(visit.Cards.First).ToContainTextAsync("199");
        var shown = await visit.Page.Locator("ul.cards:not([aria-busy=true]) .card .facts").AllInnerTextsAsync();
        Assert.NotEmpty(shown);
        Assert.All(shown, facts => Assert.Matches("^199\\d · ", facts));
        await visit.Page.GetByLabel("To year").SelectOptionAsync("1909");
        await Expect(visit.Page.GetByText("No movie passes these filters.")).ToBeVisibleAsync();
        await visit.Button("Clear filters").Last.ClickAsync();
        await Expect(visit.Cards.Locator("h3")).ToHaveTextAsync(before);
    });

    [Fact]
    public Task A_genre_that_is_left_out_is_in_no_movie_of_the_list() => VisitAsync(async (visit, before) =>
    {
        await visit.OpenFilterAsync("Genres");
        await visit.Genre("None of these genres", "Drama").ClickAsync();
        await visit.TitlesAfterAsync(before);
        Assert.All(
            await visit.Cards.Locator(".facts").AllInnerTextsAsync(),
            facts => Assert.DoesNotContain("Drama", facts, StringComparison.Ordinal));
        // Wanting it again ends leaving it out.
        await visit.Genre("Any of these genres", "Drama").ClickAsync();
        await Expect(visit.Genre("None of these genres", "Drama")).ToHaveAttributeAsync("aria-pressed", "false");
    });

    [Fact]
    public Task Escape_closes_a_filter_and_returns_the_focus() => VisitAsync(async (visit, _) =>
    {
        await visit.OpenFilterAsync("Years");
        await visit.Page.GetByLabel("From year").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Page.GetByLabel("From year")).ToBeHiddenAsync();
        await Expect(visit.Page.Locator(".menu-button").Filter(new() { HasText = "Years" })).ToBeFocusedAsync();
    });

    [Fact]
    public Task The_matches_are_in_the_order_of_the_list_also_when_it_is_diverse() => VisitAsync(async (visit, before) =>
    {
        await CheckOrderAsync(visit);
        await visit.OpenFilterAsync("Diversity");
        await visit.Page.GetByLabel("Diversity").Last.FillAsync("1");
        await Expect(visit.Page.Locator("output")).ToHaveTextAsync("100%");
        var after = await visit.TitlesAfterAsync(before);
        Assert.Equal(before[0], after[0]);
        Assert.NotEqual(before.Order(), after.Order());
        await CheckOrderAsync(visit);
    });

    [Fact]
    public Task Each_card_says_how_well_it_matches_what_is_predicted_and_why() => VisitAsync(async (visit, _) =>
    {
        await Expect(visit.Cards.First.Locator(".match strong")).ToHaveTextAsync("100% match");
        var predicted = await visit.Cards.First.Locator(".predicted > span").Last.InnerTextAsync();
        Assert.InRange(double.Parse(predicted, CultureInfo.InvariantCulture), 0.5, 5);
        await Expect(visit.Cards.First).ToContainTextAsync("Our pick for you");
        await Expect(visit.Cards.Locator(".reasons").First).ToContainTextAsync("Because you rated");
        await visit.Cards.First.Locator("h3 a").ClickAsync();
        await Expect(visit.Heading("Like this, for you")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_movie_that_the_user_rated_badly_is_no_reason() => VisitAsync(async (visit, before) =>
    {
        await site.Database.ExecuteAsync(
            $"UPDATE ratings SET rating = 0.5 WHERE user_id = {visit.UserId} AND movie_id % 2 = 0; " +
            $"UPDATE ratings SET rating = 5 WHERE user_id = {visit.UserId} AND movie_id % 2 = 1");
        await visit.Page.ReloadAsync();
        await visit.TitlesAfterAsync(before);
        var reasons = await visit.Cards.Locator(".reason-stars").AllInnerTextsAsync();
        Assert.NotEmpty(reasons);
        Assert.All(reasons, stars => Assert.Equal("★5.0", stars));
    });

    [Fact]
    public Task Looking_at_a_reason_lights_up_the_movies_that_it_carries() => VisitAsync(async (visit, _) =>
    {
        var reason = visit.Cards.Locator(".reasons a").First;
        var name = await reason.InnerTextAsync();
        await reason.HoverAsync();
        await Expect(visit.Page.Locator(".card.lit").First).ToBeVisibleAsync();
        Assert.All(
            await visit.Page.Locator(".card.lit .reasons").AllInnerTextsAsync(),
            text => Assert.Contains(name, text, StringComparison.Ordinal));
        await visit.Page.Mouse.MoveAsync(0, 0);
        await Expect(visit.Page.Locator(".card.lit, .card.unlit")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task A_shared_link_shows_the_same_movies_to_somebody_else() => VisitAsync(async (visit, before) =>
    {
        await visit.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visit.Button("Share this list").ClickAsync();
        await Expect(visit.Page.GetByText("The link to this list is copied.")).ToBeVisibleAsync();
        var link = await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        await site.VisitAsync(async other =>
        {
            await other.EnterAsync(await site.RegisterAsync(), link);
            await Expect(other.Heading("A list shared with you")).ToBeVisibleAsync();
            Assert.Equal(before.Take(24), await other.TitlesAsync());
        });
    });

    private static async Task CheckOrderAsync(Visit visit)
    {
        int[] matches = [.. (await visit.Cards.Locator(".match strong").AllInnerTextsAsync())
            .Select(text => int.Parse(text.Split('%')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(await visit.Cards.CountAsync(), matches.Length);
        Assert.Equal(matches.OrderDescending(), matches);
        Assert.InRange(matches[^1], 0, 99);
    }

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
