using Recofilm.Testing;
using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>The page while the program is away, and when it comes back.</summary>
public sealed class ConnectionTests(Site site)
{
    [Fact]
    public async Task A_banner_shows_while_the_program_is_down_and_the_list_comes_by_itself_after()
    {
        await using var program = await ProgramProcess.StartAsync(site.Settings);
        var settings = site.Settings with
        {
            Variables = new Dictionary<string, string?>(site.Settings.Variables)
            {
                ["ASPNETCORE_URLS"] = program.Address.AbsoluteUri,
            },
        };
        await site.VisitAsync(
            async visit =>
            {
                visit.Expect("ERR_");
                visit.Expect("503");
                await visit.EnterAsync(site.Viewer);
                await visit.TitlesAsync();
                var banner = visit.Page.GetByRole(AriaRole.Alert)
                    .Filter(new() { HasText = "Recofilm does not answer. Trying again…" });

                await program.KillAsync();
                await visit.Link("Like this movie").ClickAsync();
                await Expect(banner).ToBeVisibleAsync();
                await visit.PictureAsync("down dark 1440");
                // It is said once, and all of it can be read.
                await Expect(visit.Page.GetByText("answer")).ToHaveCountAsync(1);
                var box = (await banner.Locator("p").BoundingBoxAsync())!;
                var width = await visit.Page.EvaluateAsync<float>("document.body.clientWidth");
                Assert.InRange(box.X + (box.Width / 2), (width / 2) - 1, (width / 2) + 1);
                Assert.InRange(box.X, 1, width);

                await using var again = ProgramProcess.Launch(settings);
                await Expect(banner).ToBeHiddenAsync(new() { Timeout = 30_000 });
                Assert.NotEmpty(await visit.TitlesAsync());
            },
            address: program.Address);
    }
}
