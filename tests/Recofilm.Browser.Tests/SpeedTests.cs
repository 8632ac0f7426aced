using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>The time until a phone shows something. No other test runs meanwhile, so the page alone is measured.</summary>
[Collection(AloneCollection.Name)]
public sealed class SpeedTests(Site site)
{
    private const double LargestPaint = 1200;
    private const int MostVisits = 24;

    // A phone's processor, and a mobile network of 10 Mbit/s with 40 ms to the program.
    private static readonly (int Slowdown, int Latency, double BytesPerSecond) _phone = (4, 40, 10_000_000 / 8.0);

    private const string Paint =
        """
        () => new Promise(resolve => new PerformanceObserver(list => resolve(list.getEntries().at(-1).startTime))
          .observe({ type: "largest-contentful-paint", buffered: true }))
        """;

    [Fact]
    public async Task A_phone_shows_the_largest_part_of_the_start_page_within_1200_ms_and_nothing_jumps()
    {
        // The best visit counts: the machine may be busy with something else, which makes none faster.
        var best = double.PositiveInfinity;
        for (var round = 0; round < MostVisits && best > LargestPaint; round++)
        {
            // A visit of its own each time: nothing is in the cache.
            await site.VisitAsync(
                async visit =>
                {
                    await ThrottleAsync(visit);
                    await visit.Page.GotoAsync("/");
                    await Expect(visit.Page.Locator(".samples button")).ToHaveCountAsync(6);
                    best = Math.Min(best, await visit.Page.EvaluateAsync<double>(Paint));
                    Assert.InRange(await visit.Page.EvaluateAsync<double>("window.layoutShift"), 0, 0.01);
                },
                new Look { Width = 360 });
        }

        Assert.InRange(best, 1, LargestPaint);
    }

    [Theory]
    [InlineData("en-GB", "Find what to watch next.")]
    [InlineData("fr-FR", "Que regarder ce soir ?")]
    public Task The_start_page_begins_before_its_program_has_loaded_and_no_other_page_shows_it(string language, string title) =>
        site.VisitAsync(
            async visit =>
            {
                visit.Expect("ERR_");
                await visit.Page.RouteAsync("**/assets/*.js", route => route.AbortAsync());
                await visit.Page.GotoAsync("/");
                await Expect(visit.Heading(title)).ToBeVisibleAsync();
                await Expect(visit.Page.Locator("h1")).ToHaveTextAsync(title, new() { UseInnerText = true });

                await visit.Page.GotoAsync("/app/new");
                await Expect(visit.Page.Locator("h1")).ToBeHiddenAsync();
            },
            new Look { Language = language });

    private static async Task ThrottleAsync(Visit visit)
    {
        var session = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new Dictionary<string, object> { ["rate"] = _phone.Slowdown });
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false,
            ["latency"] = _phone.Latency,
            ["downloadThroughput"] = _phone.BytesPerSecond,
            ["uploadThroughput"] = _phone.BytesPerSecond,
        });
    }
}
