using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>The page moves only for those who like it to.</summary>
public sealed class MotionTests(Site site)
{
    private const string Counter =
        """
        window.motions = 0;
        for (const kind of ["animationstart", "transitionrun"]) addEventListener(kind, () => window.motions++, true);
        const animate = Element.prototype.animate;
        Element.prototype.animate = function (...how) {
          window.motions++;
          return animate.apply(this, how);
        };
        """;

    [Theory]
    [InlineData(ReducedMotion.Reduce)]
    [InlineData(ReducedMotion.NoPreference)]
    public Task Nothing_moves_for_those_who_ask_for_less_motion(ReducedMotion wanted) => site.VisitAsync(
        async visit =>
        {
            await visit.Page.AddInitScriptAsync(Counter);
            await visit.EnterAsync(await site.RegisterAsync());
            var before = await visit.TitlesAsync();
            await visit.Cards.Nth(1).HoverAsync();
            await visit.Button($"Not interested in {before[0]}").ClickAsync();
            await Expect(visit.Button("Undo")).ToBeVisibleAsync();
            await visit.TitlesAfterAsync(before);
            Assert.Equal(wanted == ReducedMotion.NoPreference, await visit.Page.EvaluateAsync<bool>("window.motions > 0"));
        },
        new Look { Motion = wanted });
}
