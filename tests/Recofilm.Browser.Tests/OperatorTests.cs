using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>What operators see and do.</summary>
[Collection(AloneCollection.Name)]
public sealed class OperatorTests(Site site)
{
    [Fact]
    public Task An_operator_goes_back_to_the_previous_version_and_forth_again() => VisitAsync(async visit =>
    {
        await visit.PictureAsync("operator before rollback");
        var (champion, previous) = (await VersionAsync(visit, "champion"), await VersionAsync(visit, "previous"));
        await visit.Button($"Activate {previous}").ClickAsync();
        await visit.Button("Cancel").ClickAsync();
        Assert.Equal(champion, await VersionAsync(visit, "champion"));

        foreach (var wanted in (string[])[previous, champion])
        {
            await visit.Button($"Activate {wanted}").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
            await Expect(visit.Page.GetByText($"{wanted} is the champion now.")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator("tr.champion code")).ToHaveTextAsync(wanted);
        }
    });

    [Fact]
    public Task A_trial_shows_both_sides_and_ends_in_promotion() => VisitAsync(async visit =>
    {
        var previous = await VersionAsync(visit, "previous");
        await visit.Button($"Try {previous}").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Try" }).ClickAsync();
        await Expect(visit.Heading("Champion and challenger")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Champion and challenger" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(6);
        await Expect(visit.Page.Locator("tr.challenger code")).ToHaveTextAsync(previous);

        await visit.Button("Promote").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Promote" }).ClickAsync();
        await Expect(visit.Heading("Champion and challenger")).ToBeHiddenAsync();
        await Expect(visit.Page.Locator("tr.champion code")).ToHaveTextAsync(previous);
    });

    [Fact]
    public Task Drift_measures_and_served_lists_are_shown() => VisitAsync(async visit =>
    {
        await Expect(visit.Page.GetByText("No measure is outside its band.")).ToBeVisibleAsync();
        var viewer = await site.RegisterAsync();
        await site.VisitAsync(async other =>
        {
            await other.EnterAsync(viewer);
            await other.TitlesAsync();
            await other.Page.RunAndWaitForResponseAsync(
                () => other.Cards.First.Locator("h3 a").ClickAsync(), answer => answer.Url.EndsWith("/events", StringComparison.Ordinal) && answer.Ok);
        });
        await site.Database.ExecuteAsync("INSERT INTO drift (measure, out_since) VALUES ('hit_rate', now() - interval '2 hours')");
        await visit.Link("For you").ClickAsync();
        await visit.Link("Under the hood").ClickAsync();
        await Expect(visit.Page.GetByText(new Regex("^drifting Hit rate: outside its band since"))).ToBeVisibleAsync();
        await site.Database.ExecuteAsync("DELETE FROM drift");
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "With real users" }).GetByRole(AriaRole.Row)).Not.ToHaveCountAsync(0);

        await visit.Page.Locator("[name=shown]").FillAsync($"{viewer.UserId}");
        await visit.Button("Show lists").ClickAsync();
        await Expect(visit.Page.Locator(".served > li").Last).ToContainTextAsync("popularity");
        await Expect(visit.Page.Locator(".served .used").First).ToContainTextAsync("opened");
    });

    [Fact]
    public Task Training_shows_its_steps_as_it_goes() => VisitAsync(async visit =>
    {
        var steps = visit.Page.Locator(".steps li");
        await Expect(steps.Filter(new() { HasText = "Train" })).ToHaveClassAsync("done");
        await visit.Button("Train now").ClickAsync();
        await Expect(visit.Page.GetByText("Training run 3 has started.")).ToBeVisibleAsync();
        await Expect(visit.Button("Training…")).ToBeDisabledAsync();
        await Expect(steps.Filter(new() { HasText = "Read" })).ToHaveClassAsync("done");
        await Expect(visit.Page.Locator(".steps .current")).ToHaveAttributeAsync("aria-current", "step");
    });

    [Fact]
    public Task Others_are_told_that_it_is_not_for_them() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(site.Viewer, "/app/models");
        await Expect(visit.Page.GetByText("This page is for operators.")).ToBeVisibleAsync();
        await Expect(visit.Link("Under the hood")).ToBeHiddenAsync();
    });

    private Task VisitAsync(Func<Visit, Task> journey) => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(site.Operator);
        await Expect(visit.Heading("Under the hood")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("tr.champion")).ToBeVisibleAsync();
        await journey(visit);
    });

    private static async Task<string> VersionAsync(Visit visit, string state) =>
        await visit.Page.Locator($"tr.{state} code").InnerTextAsync();
}
