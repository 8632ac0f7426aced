using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>Screens of the page, and how one comes to them.</summary>
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
    };
}
