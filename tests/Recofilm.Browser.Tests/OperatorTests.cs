using System.Text.RegularExpressions;
using Recofilm.Testing;
using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>The screen of operators.</summary>
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

        var changes = visit.Page.Locator("#activations tbody tr");
        await Expect(changes.First).ToContainTextAsync($"operator {site.Operator.UserId}{previous}{champion}");
        await Expect(changes.Nth(1)).ToContainTextAsync($"operator {site.Operator.UserId}{champion}{previous}");
        await Expect(changes.Filter(new() { HasText = "training run 2" })).ToHaveCountAsync(1);
    });

    [Fact]
    public Task A_trial_shows_both_sides_and_ends_in_promotion() => VisitAsync(async visit =>
    {
        var previous = await VersionAsync(visit, "previous");
        await visit.Button($"Try {previous}").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Try" }).ClickAsync();
        await Expect(visit.Heading("Champion and challenger")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Champion and challenger" }).GetByRole(AriaRole.Row))
            .ToHaveCountAsync(6);
        await Expect(visit.Page.Locator("tr.challenger code")).ToHaveTextAsync(previous);

        await visit.Page.Locator("[name=previewed]").FillAsync($"{site.Viewer.UserId}");
        await visit.Button("Compare").ClickAsync();
        await Expect(visit.Page.Locator(".preview")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator(".preview").Last).ToContainTextAsync(previous);
        // The marks are those of the lists: a movie is in both at the same place, moved, or in one alone.
        var lists = new List<IReadOnlyList<string>>();
        foreach (var list in await visit.Page.Locator(".preview").AllAsync())
            lists.Add(await list.Locator("li > span").AllInnerTextsAsync());
        var marks = await visit.Page.Locator(".preview").First.Locator("li")
            .EvaluateAllAsync<string[]>("items => items.map(item => item.className)");
        Assert.Equal(
            lists[0].Select((title, rank) =>
                lists[1].ElementAtOrDefault(rank) == title ? "" : lists[1].Contains(title) ? "moved" : "only"),
            marks);

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
                () => other.Cards.First.Locator("h3 a").ClickAsync(),
                answer => answer.Url.EndsWith("/events", StringComparison.Ordinal) && answer.Ok);
        });
        // A click on a list that is still on its way to the database counts a moment later.
        await Eventually.IsTrueAsync(
            () => site.Database.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT FROM events JOIN recommendations ON list_id = recommendation_id " +
                $"WHERE user_id = {viewer.UserId})"),
            "the click counts", TestContext.Current.CancellationToken);
        await site.Database.ExecuteAsync(
            "INSERT INTO drift (measure, out_since) VALUES ('hit_rate', now() - interval '2 hours')");
        await visit.Link("For you").ClickAsync();
        await visit.Link("Under the hood").ClickAsync();
        await Expect(visit.Page.GetByText(new Regex("^drifting Hit rate: outside its band since"))).ToBeVisibleAsync();
        await site.Database.ExecuteAsync("DELETE FROM drift");
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "With users" }).GetByRole(AriaRole.Row))
            .Not.ToHaveCountAsync(0);

        await visit.Page.Locator("[name=shown]").FillAsync($"{viewer.UserId}");
        await visit.Button("Show lists").ClickAsync();
        await Expect(visit.Page.Locator(".served > li").Last).ToContainTextAsync("popularity");
        await Expect(visit.Page.Locator(".served .used").First).ToContainTextAsync("opened");
    });

    [Fact]
    public Task Training_shows_its_steps_as_it_goes() => VisitAsync(async visit =>
    {
        var steps = visit.Page.Locator(".steps li");
        await Expect(visit.Page.Locator(".run")).ToContainTextAsync(new Regex("^Run 2 .*Its version: 20"));
        await Expect(steps.Filter(new() { HasText = "Train" })).ToHaveClassAsync("done");
        // The message passes and the training keeps the machine busy: wait for it before it can be there.
        var said = Expect(visit.Page.GetByText(new Regex(@"^Training run \d+ is queued\.$"))).ToBeVisibleAsync();
        var answer = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Button("Train now").ClickAsync(),
            answer => answer.Url.EndsWith("/models/retrain", StringComparison.Ordinal));
        await said;
        var run = (await answer.JsonAsync())!.Value.GetProperty("run_id").GetInt64();
        await Expect(visit.Page.Locator(".run")).ToContainTextAsync($"Run {run}");
        await Expect(visit.Button("Training…")).ToBeDisabledAsync();
        await Expect(steps.Filter(new() { HasText = "Read" })).ToHaveClassAsync("done");
        await Expect(visit.Page.Locator(".steps .current")).ToHaveAttributeAsync("aria-current", "step");
        await Expect(visit.Page.GetByText(new Regex($@"^\d+% of run {run}, about \d+ s left$"))).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_full_training_is_not_measured_by_the_seconds_of_a_first_model() => site.VisitAsync(async visit =>
    {
        await visit.Page.RouteAsync("**/models/runs*", async route =>
        {
            var answer = await route.FetchAsync();
            var body = System.Text.Json.Nodes.JsonNode.Parse(await answer.TextAsync())!;
            var runs = body["runs"]!.AsArray();
            (runs[0]!["status"], runs[0]!["finished_at"]) = ("running", null);
            foreach (var earlier in runs.Skip(1))
                earlier!["kind"] = "first";
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = body.ToJsonString() });
        });
        await visit.EnterAsync(site.Operator);
        await Expect(visit.Page.Locator("progress:not([value])")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Traffic_latency_and_errors_of_this_instance_are_shown() => VisitAsync(async visit =>
    {
        var traffic = visit.Page.Locator("#traffic");
        await Expect(traffic).ToContainTextAsync(
            new Regex(@"[\d,]+ requests since the program started\. Half were answered within [\d,]+ ms"));
        await Expect(traffic.GetByRole(AriaRole.Row).Filter(new() { HasText = "POST /login" })).ToBeVisibleAsync();
        await Expect(traffic.Locator("figure")).ToHaveCountAsync(3, new() { Timeout = 60_000 });
        await Expect(traffic.GetByRole(AriaRole.Img).First).ToBeVisibleAsync();
    });

    [Fact]
    public Task Each_measure_says_what_it_means_and_a_single_version_is_no_line() => site.VisitAsync(async visit =>
    {
        await visit.Page.RouteAsync("**/models", async route =>
        {
            var answer = await route.FetchAsync();
            var body = System.Text.Json.Nodes.JsonNode.Parse(await answer.TextAsync())!;
            var models = body["models"]!.AsArray();
            while (models.Count > 1)
                models.RemoveAt(models.Count - 1);
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = body.ToJsonString() });
        });
        await visit.EnterAsync(site.Operator);
        await Expect(visit.Page.Locator("#metrics figure")).Not.ToHaveCountAsync(0);
        foreach (var figure in await visit.Page.Locator("#metrics figure").AllAsync())
        {
            await Expect(figure).ToContainTextAsync("One version so far.");
            await Expect(figure.Locator(".means")).ToContainTextAsync(new Regex("(Higher|Lower) is better"));
            await Expect(figure.Locator("svg")).ToHaveCountAsync(0);
        }
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
