using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>The page's layout, from a phone to a large desktop.</summary>
public sealed class LayoutTests(Site site)
{
    // How many cards each row of a list has.
    private const string RowLengths =
        """
        list => {
          const cards = [...list.children].filter(card => !card.matches(".pick"));
          return Object.values(Object.groupBy(cards, card => Math.round(card.getBoundingClientRect().top)))
            .map(row => row.length);
        }
        """;

    [Theory]
    [InlineData("for-you")]
    [InlineData("newcomer-rates")]
    [InlineData("like-this")]
    [InlineData("movie")]
    public Task Every_row_of_every_list_is_full_at_every_width(string screen) => site.VisitAsync(async visit =>
    {
        await Screens.All[screen](site, visit);
        var lists = await visit.Page.Locator("ul.cards").AllAsync();
        Assert.NotEmpty(lists);
        foreach (var width in (int[])[.. Look.Widths, 1920])
        {
            await visit.Page.SetViewportSizeAsync(width, Look.HeightAt(width));
            foreach (var list in lists)
                Assert.Single((await list.EvaluateAsync<int[]>(RowLengths)).Distinct());
        }
    });

    [Theory]
    [InlineData(768)]
    [InlineData(1440)]
    public Task Posters_are_above_the_fold(int width) => site.VisitAsync(
        async visit =>
        {
            await visit.EnterAsync(site.Viewer);
            await visit.TitlesAsync();
            var pick = (await visit.Cards.First.Locator(".poster").BoundingBoxAsync())!;
            Assert.InRange(pick.Y + pick.Height, 0, Look.HeightAt(width));
            var next = (await visit.Cards.Nth(1).Locator(".poster").BoundingBoxAsync())!;
            Assert.InRange(next.Y + (next.Height / 2), 0, Look.HeightAt(width));
        },
        new Look { Width = width });

    [Fact]
    public Task On_a_phone_the_header_is_one_row_and_the_ways_through_the_page_are_at_its_bottom() => site.VisitAsync(
        async visit =>
        {
            await visit.EnterAsync(site.Operator);
            await Expect(visit.Heading("Under the hood")).ToBeVisibleAsync();
            var brand = (await visit.Page.Locator(".brand").BoundingBoxAsync())!;
            var leave = (await visit.Button("Sign out").BoundingBoxAsync())!;
            Assert.InRange(leave.Y, 0, brand.Y + brand.Height);
            var heading = (await visit.Heading("Under the hood").BoundingBoxAsync())!;
            Assert.InRange(heading.Y, 0, 100);
            var navigation = (await visit.Page.Locator(".page-head nav").BoundingBoxAsync())!;
            Assert.Equal(Look.HeightAt(360), navigation.Y + navigation.Height, 1f);
            Assert.InRange(navigation.Height, 44, 72);
        },
        new Look { Width = 360 });

    [Fact]
    public Task On_a_phone_a_movies_page_is_short() => site.VisitAsync(
        async visit =>
        {
            await Screens.All["movie"](site, visit);
            Assert.InRange(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollHeight"), 1000, 5000);
        },
        new Look { Width = 360 });

    [Fact]
    public Task A_table_that_is_cut_off_says_so_and_scrolls() => site.VisitAsync(
        async visit =>
        {
            await visit.EnterAsync(site.Operator, "/app/models");
            var region = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Model versions" });
            var table = visit.Page.Locator(".table").Filter(new() { Has = region });
            await Expect(table.GetByText("Move sideways to see more →")).ToBeVisibleAsync();
            var scroll = table.Locator(".table-scroll");
            await table.ScrollIntoViewIfNeededAsync();
            await Expect(table.GetByRole(AriaRole.Button).First).Not.ToBeInViewportAsync();
            await scroll.EvaluateAsync("frame => frame.scrollTo(frame.scrollWidth, 0)");
            await Expect(table.GetByRole(AriaRole.Button).First).ToBeInViewportAsync();
            await visit.Page.SetViewportSizeAsync(1440, 900);
            await Expect(table.GetByText("Move sideways to see more →")).ToBeHiddenAsync();
        },
        new Look { Width = 360 });
}
