using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>From nothing to a list of one's own.</summary>
public sealed class NewcomerTests(Site site)
{
    [Fact]
    public Task Genres_and_a_few_ratings_make_a_personal_list() => site.VisitAsync(async visit =>
    {
        await visit.Page.GotoAsync("/");
        await visit.Link("Start from nothing").ClickAsync();
        await Expect(visit.Button("Show me movies")).ToBeDisabledAsync();
        await visit.Button("Western").ClickAsync();
        await visit.Button("War").ClickAsync();
        await visit.Button("Show me movies").ClickAsync();
        await Expect(visit.Page.GetByText("Not personal yet: the best of your genres.")).ToBeVisibleAsync();
        Assert.All(
            await visit.Page.Locator(".own-list .card .facts").AllInnerTextsAsync(), text => Assert.Matches("Western|War", text));

        var stars = visit.Page.GetByRole(AriaRole.Slider);
        for (var movie = 0; movie < 3; movie++)
        {
            await stars.Nth(movie).PressAsync("5");
            await stars.Nth(movie).PressAsync("Enter");
            await Expect(visit.Page.GetByText($"{movie + 1} of 3 rated")).ToBeVisibleAsync();
        }

        await Expect(visit.Page.GetByText("Personal now: made from your 3 ratings.")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".own-list .reasons").First).ToContainTextAsync("Because you rated");
        await visit.Link("See all recommendations").ClickAsync();
        await Expect(visit.Page.GetByText("From everybody’s ratings and yours")).ToBeVisibleAsync();
        Assert.NotEmpty(await visit.TitlesAsync());
    });

    [Fact]
    public Task The_key_that_is_shown_lets_the_new_user_come_back() => site.VisitAsync(async visit =>
    {
        await visit.Page.GotoAsync("/app/new");
        await visit.Button("Comedy").ClickAsync();
        await visit.Button("Show me movies").ClickAsync();
        await visit.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visit.Button("Copy the key").ClickAsync();
        await Expect(visit.Button("Copied")).ToBeVisibleAsync();
        var key = await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Equal(key, await visit.Page.Locator(".key-notice code").InnerTextAsync());
        var told = await visit.Page.GetByText("You are user").InnerTextAsync();
        var userId = int.Parse(string.Concat(told.Where(char.IsDigit)), System.Globalization.CultureInfo.InvariantCulture);
        await visit.Page.ReloadAsync();
        await Expect(visit.Button("Show me movies")).ToBeVisibleAsync();
        await visit.Link("For you").ClickAsync();
        await Expect(visit.Page.Locator(".key-notice code")).ToHaveTextAsync(key);
        await visit.Button("I have kept it").ClickAsync();
        await Expect(visit.Page.Locator(".key-notice")).ToBeHiddenAsync();
        await visit.Page.ReloadAsync();
        await visit.TitlesAsync();
        await Expect(visit.Page.Locator(".key-notice")).ToBeHiddenAsync();

        await visit.Button("Sign out").ClickAsync();
        await visit.EnterAsync(new Person(userId, key));
        await Expect(visit.Page.GetByText("Popular movies, until you rate something")).ToBeVisibleAsync();
    });
}
