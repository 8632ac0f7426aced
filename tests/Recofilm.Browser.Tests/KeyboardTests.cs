using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>Everything works without a pointer, and the focus can be seen.</summary>
public sealed class KeyboardTests(Site site)
{
    [Fact]
    public Task Sign_in_rate_dismiss_and_undo_by_keyboard_alone() => site.VisitAsync(async visit =>
    {
        var viewer = await site.RegisterAsync();
        await visit.Page.GotoAsync("/");
        await Expect(visit.Page.Locator(".samples button").First).ToBeVisibleAsync();
        await TabToAsync(visit, visit.Link("Skip to content"));
        await Expect(visit.Link("Skip to content")).ToBeInViewportAsync();
        await TabToAsync(visit, visit.Page.GetByLabel("User id"));
        await visit.Page.Keyboard.TypeAsync($"{viewer.UserId}");
        await TabToAsync(visit, visit.Page.GetByLabel("User key"));
        await visit.Page.Keyboard.TypeAsync(viewer.UserKey);
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Heading("For you")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("main")).ToBeFocusedAsync();
        var before = await visit.TitlesAsync();

        await TabToAsync(visit, visit.Cards.First.GetByRole(AriaRole.Slider));
        await visit.Page.Keyboard.PressAsync("4");
        await visit.Page.Keyboard.PressAsync("Enter");
        var after = await visit.TitlesAfterAsync(before);
        await TabToAsync(visit, visit.Button($"Not interested in {after[0]}"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByText($"You will not see {after[0]} again")).ToBeVisibleAsync();
        await TabToAsync(visit, visit.Button("Undo"));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Cards.Locator("h3")).ToHaveTextAsync(after);
    });

    [Fact]
    public Task The_weight_slider_moves_by_arrow_keys_and_a_dialog_keeps_and_returns_the_focus() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(site.Operator, "/app/movies/14");
        var weight = visit.Page.GetByLabel("What counts");
        await TabToAsync(visit, weight);
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(weight).ToHaveAttributeAsync("aria-valuetext", "45% content, 55% ratings");

        await TabToAsync(visit, visit.Link("Under the hood"), "Shift+Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        var activate = visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Activate ") }).First;
        await Expect(activate).ToBeVisibleAsync();
        await TabToAsync(visit, activate);
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Button("Cancel")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(activate).ToBeFocusedAsync();
    });

    // Goes on until the focus is there; what never gets it fails here. Whatever has it on the way must show that.
    private static async Task TabToAsync(Visit visit, ILocator target, string key = "Tab")
    {
        for (var step = 0; step < 250; step++)
        {
            await visit.Page.Keyboard.PressAsync(key);
            Assert.True(
                await visit.Page.EvaluateAsync<bool>(
                    "document.activeElement === document.body "
                        + "|| getComputedStyle(document.activeElement).outlineStyle !== 'none'"),
                "The focus cannot be seen.");
            if (await target.EvaluateAsync<bool>("node => node === document.activeElement"))
                return;
        }

        Assert.Fail($"{target} cannot be reached by {key}.");
    }
}
