using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>Every screen of the page, and how one comes to it.</summary>
internal static class Screens
{
    public static readonly IReadOnlyDictionary<string, Func<Site, Visit, Task>> All = new Dictionary<string, Func<Site, Visit, Task>>
    {
        ["start"] = async (_, visit) =>
        {
            await visit.Page.GotoAsync("/");
            await Expect(visit.Page.Locator(".samples button")).ToHaveCountAsync(6);
        },
        ["newcomer"] = async (_, visit) =>
        {
            await visit.Page.GotoAsync("/app/new");
            await visit.Button("Comedy").ClickAsync();
        },
        ["newcomer-rates"] = async (_, visit) =>
        {
            await visit.Page.GotoAsync("/app/new");
            await visit.Button("Adventure").ClickAsync();
            await visit.Button("Show me movies").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Slider).First.PressAsync("5");
            await visit.Page.GetByRole(AriaRole.Slider).First.PressAsync("Enter");
            await Expect(visit.Page.GetByText("Personal now")).ToBeVisibleAsync();
        },
        ["for-you"] = async (site, visit) =>
        {
            await visit.EnterAsync(site.Viewer);
            await visit.TitlesAsync();
        },
        ["nothing-found"] = async (site, visit) =>
        {
            await visit.EnterAsync(site.Viewer);
            await visit.TitlesAsync();
            if (!await visit.Page.GetByLabel("To year").IsVisibleAsync())
                await visit.Page.GetByText("Filters", new() { Exact = true }).ClickAsync();
            await visit.Page.GetByLabel("To year").SelectOptionAsync("1909");
            await Expect(visit.Page.GetByText("No movie passes these filters.")).ToBeVisibleAsync();
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
            await Expect(visit.Page.Locator(".cards.compact h3").First).ToBeVisibleAsync();
        },
        ["operator"] = async (site, visit) =>
        {
            await visit.EnterAsync(site.Operator, "/app/models");
            await Expect(visit.Page.Locator("figure").First).ToBeVisibleAsync();
            await visit.Page.Locator("[name=shown]").FillAsync($"{site.Viewer.UserId}");
            await visit.Button("Show lists").ClickAsync();
            await Expect(visit.Page.Locator("[aria-busy=false].served, .state, p[role=status]").First).ToBeVisibleAsync();
        },
        ["operator-asks"] = async (site, visit) =>
        {
            await visit.EnterAsync(site.Operator, "/app/models");
            await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Activate ") }).First.ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        },
        ["not-found"] = async (_, visit) =>
        {
            await visit.Page.GotoAsync("/app/nowhere");
            await Expect(visit.Heading("There is no such page.")).ToBeVisibleAsync();
        },
    };
}
