using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>The reference of the API.</summary>
public sealed class DocsTests(Site site)
{
    [Fact]
    public Task The_reference_has_every_endpoint_and_nothing_of_anybody_else() => site.VisitAsync(async visit =>
    {
        await visit.Page.GotoAsync("/docs");
        await Expect(visit.Heading("Recofilm")).ToBeVisibleAsync();
        var served = System.Text.Json.Nodes.JsonNode.Parse(
            await site.Handler.Client.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken))!;
        var operations = served["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Count();
        await Expect(visit.Page.Locator(".docs-table td a")).ToHaveCountAsync(operations);
        await Expect(visit.Page.GetByText("Scalar")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task Signing_in_once_is_enough_to_run_an_example_against_this_program() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(site.Viewer);
        await visit.TitlesAsync();
        await visit.Link("API reference").ClickAsync();
        await Expect(visit.Page.GetByText($"You are signed in as user {site.Viewer.UserId}.")).ToBeVisibleAsync();
        await visit.Page.Locator(".docs-list").GetByRole(AriaRole.Link, new() { Name = "List own ratings" }).ClickAsync();
        await visit.Page.GetByLabel("limit").FillAsync("2");
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "curl" })).ToContainTextAsync(
            $"curl \"{site.Handler.Address}ratings?limit=2\"");
        await visit.Button("Send").ClickAsync();
        await Expect(visit.Page.GetByText("200 OK", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Answer", Exact = true }))
            .ToContainTextAsync(new Regex("\"limit\": 2"));
    });

    [Fact]
    public Task Signing_in_from_an_endpoint_leads_back_to_it() => site.VisitAsync(async visit =>
    {
        await visit.Page.GotoAsync("/docs");
        await visit.Page.Locator(".docs-list").GetByRole(AriaRole.Link, new() { Name = "List own ratings" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Try it" })
            .GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await visit.SignInAsync(site.Viewer);
        await visit.Button("Send").ClickAsync();
        await Expect(visit.Page.GetByText("200 OK", new() { Exact = true })).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_body_begins_with_its_example_and_errors_are_shown() => site.VisitAsync(async visit =>
    {
        visit.Expect("400");
        await visit.EnterAsync(site.Viewer, "/app/ratings");
        await visit.TitlesAsync();
        await visit.Link("API reference").ClickAsync();
        await visit.Page.Locator(".docs-list").GetByRole(AriaRole.Link, new() { Name = "Rate a movie" }).ClickAsync();
        await visit.Page.GetByLabel("movie_id").FillAsync("1");
        await Expect(visit.Page.GetByLabel("Body")).ToHaveValueAsync(new Regex("\"rating\": 4.5"));
        await visit.Page.GetByLabel("Body").FillAsync("{\"rating\": 9}");
        await visit.Button("Send").ClickAsync();
        await Expect(visit.Page.GetByText("400 Bad Request")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Answer", Exact = true }))
            .ToContainTextAsync("invalid-parameter");
    });
}
