using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>Every screen of the page, and how one comes to it, in any language.</summary>
internal static class Screens
{
    public static readonly IReadOnlyDictionary<string, Func<Site, Visit, Task>> All =
        new Dictionary<string, Func<Site, Visit, Task>>
        {
            ["start"] = async (_, visit) =>
            {
                await visit.Page.GotoAsync("/");
                await Expect(visit.Page.Locator(".samples button")).ToHaveCountAsync(6);
            },
            ["newcomer"] = async (_, visit) =>
            {
                await visit.Page.GotoAsync("/app/new");
                await visit.Page.Locator(".chip").First.ClickAsync();
            },
            ["newcomer-rates"] = async (_, visit) =>
            {
                await visit.Page.GotoAsync("/app/new");
                await visit.Page.Locator(".chip").Nth(1).ClickAsync();
                await visit.Page.Locator("main > button.primary").ClickAsync();
                await visit.ActAsync(async () =>
                {
                    await visit.Page.GetByRole(AriaRole.Slider).First.PressAsync("5");
                    await visit.Page.GetByRole(AriaRole.Slider).First.PressAsync("Enter");
                    await Expect(visit.Page.Locator(".badge.personal")).ToBeVisibleAsync();
                });
            },
            ["for-you"] = async (site, visit) =>
            {
                await visit.EnterAsync(site.Viewer);
                await visit.TitlesAsync();
            },
            ["filters"] = async (site, visit) =>
            {
                await visit.EnterAsync(site.Viewer);
                var unfiltered = await visit.TitlesAsync();
                await visit.ActAsync(async () =>
                {
                    await visit.Page.Locator(".menu-button").First.ClickAsync();
                    await visit.Page.Locator(".menu-panel .chip").First.ClickAsync();
                    await visit.TitlesAfterAsync(unfiltered);
                });
            },
            ["nothing-found"] = async (site, visit) =>
            {
                await visit.EnterAsync(site.Viewer);
                await visit.TitlesAsync();
                await visit.ActAsync(async () =>
                {
                    await visit.Page.Locator(".menu-button").Nth(1).ClickAsync();
                    await visit.Page.Locator(".years select").Last.SelectOptionAsync("1909");
                    await Expect(visit.Page.Locator(".state")).ToBeVisibleAsync();
                });
            },
            ["like-this"] = async (site, visit) =>
            {
                await visit.EnterAsync(site.Viewer, "/app/like");
                await visit.TitlesAsync();
                await visit.Page.GetByRole(AriaRole.Combobox).FillAsync("star");
                await Expect(visit.Page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
            },
            ["movie"] = async (site, visit) =>
            {
                await visit.EnterAsync(site.Viewer, "/app/movies/14");
                await Expect(visit.Page.Locator(".hybrid .cards[aria-busy=false] .components").First).ToBeVisibleAsync();
                await Expect(visit.Page.Locator(".cards.similar h3").First).ToBeVisibleAsync();
                await Expect(visit.Page.Locator(".opinions")).ToBeVisibleAsync();
                await visit.Page.Locator(".map").ScrollIntoViewIfNeededAsync();
                await Expect(visit.Page.Locator(".map canvas")).ToBeVisibleAsync();
            },
            ["ratings"] = async (site, visit) =>
            {
                await visit.EnterAsync(site.Viewer, "/app/ratings");
                await visit.TitlesAsync();
            },
            ["dismissed"] = async (site, visit) =>
            {
                await site.Database.ExecuteAsync(
                    $"INSERT INTO dismissals SELECT {site.Operator.UserId}, movie_id, now() FROM movies "
                        + "ORDER BY movie_id LIMIT 3 ON CONFLICT DO NOTHING");
                await visit.EnterAsync(site.Operator, "/app/dismissed");
                await visit.TitlesAsync();
            },
            ["shared-list"] = async (site, visit) =>
            {
                await visit.EnterAsync(site.Viewer, "/app/list/1-2-3-4-5-6");
                await visit.TitlesAsync();
            },
            ["operator"] = async (site, visit) =>
            {
                await visit.EnterAsync(site.Operator, "/app/models");
                await Expect(visit.Page.Locator("figure").First).ToBeVisibleAsync();
                await visit.ActAsync(async () =>
                {
                    await visit.Page.Locator("[name=previewed]").FillAsync($"{site.Viewer.UserId}");
                    await visit.Page.Locator("#preview button").ClickAsync();
                    await Expect(visit.Page.Locator(".preview")).ToBeVisibleAsync();
                    await visit.Page.Locator("[name=shown]").FillAsync($"{site.Viewer.UserId}");
                    await visit.Page.Locator("#served button").ClickAsync();
                    await Expect(visit.Page.Locator("[aria-busy=false].served, .state, #served p[role=status]").First)
                        .ToBeVisibleAsync();
                });
            },
            ["operator-asks"] = async (site, visit) =>
            {
                await visit.EnterAsync(site.Operator, "/app/models");
                await visit.Page.Locator("#versions td button").First.ClickAsync();
                await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            },
            ["reference"] = async (_, visit) =>
            {
                await visit.Page.GotoAsync("/docs");
                await Expect(visit.Page.Locator(".docs-table")).ToBeVisibleAsync();
            },
            ["reference-endpoint"] = async (site, visit) =>
            {
                await visit.EnterAsync(site.Viewer, "/app/ratings");
                await visit.Page.Locator(".page-foot a").ClickAsync();
                await visit.Page.Locator(".docs-table a").Filter(new() { HasText = "/hybrid" }).ClickAsync();
                await visit.Page.Locator(".try form button").ClickAsync();
                await Expect(visit.Page.Locator(".answer-body")).ToBeVisibleAsync();
            },
            ["not-found"] = async (_, visit) =>
            {
                await visit.Page.GotoAsync("/app/nowhere");
                await Expect(visit.Page.Locator(".state h1")).ToBeVisibleAsync();
            },
        };
}
