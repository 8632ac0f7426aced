using System.Text.RegularExpressions;
using Recofilm.Testing;
using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>The two minutes that the README promises, click by click.</summary>
public sealed partial class TourTests(Site site)
{
    [Fact]
    public async Task The_tour_of_the_readme_can_be_walked_and_presses_everything_that_it_names()
    {
        var readme = await File.ReadAllTextAsync(
            Path.Combine(BuiltProgram.Solution, "README.md"), TestContext.Current.CancellationToken);
        var tour = readme.Split("## In a browser, in two minutes")[1].Split("\n## ")[0];
        var names = Name().Matches(tour).Select(match => match.Groups[1].Value.ReplaceLineEndings(" ").TrimEnd('.'))
            .Select(name => Spaces().Replace(name, " ")).ToHashSet();

        await site.VisitAsync(async visit =>
        {
            await StartAsync(visit);
            await ShapeAsync(visit);
            await CompareAsync(visit);
            await LookUnderTheHoodAsync(visit);
            await ReadTheReferenceAsync(visit);
        });

        // Each step takes the names that it uses away.
        Assert.Empty(names);

        string Named(string name)
        {
            Assert.True(names.Remove(name), $"The README does not name '{name}'.");
            return name;
        }

        async Task StartAsync(Visit visit)
        {
            await visit.Page.GotoAsync("/");
            await visit.Link(Named("Start from nothing")).ClickAsync();
            await visit.Button(Named("Western")).ClickAsync();
            await visit.Button(Named("War")).ClickAsync();
            await visit.Button(Named("Show me movies")).ClickAsync();
            for (var movie = 0; movie < 3; movie++)
            {
                var stars = visit.Page.GetByRole(AriaRole.Slider).Nth(movie);
                await stars.ClickAsync(new() { Position = new Position { X = 100, Y = 20 } });
                await Expect(visit.Page.GetByText($"{movie + 1} of 3 rated")).ToBeVisibleAsync();
            }

            await Expect(visit.Heading(Named("Your list"))).ToBeVisibleAsync();
            await Expect(visit.Page.Locator(".own-list .reasons").First).ToContainTextAsync("Because you rated");
            await visit.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
            await visit.Button(Named("Copy the key")).ClickAsync();
            await visit.Button(Named("I have kept it")).ClickAsync();
        }

        async Task ShapeAsync(Visit visit)
        {
            await visit.Link(Named("See all recommendations")).ClickAsync();
            await Expect(visit.Cards.First).ToContainTextAsync(Named("Our pick for you"));
            await Expect(visit.Cards.First).ToContainTextAsync("100% match");
            var before = await visit.TitlesAsync();
            await visit.Button($"Not interested in {before[0]}").ClickAsync();
            await visit.TitlesAfterAsync(before);
            await visit.Button(Named("Undo")).ClickAsync();
            await Expect(visit.Cards.Locator("h3")).ToHaveTextAsync(before);
            await visit.OpenFilterAsync(Named("Genres"));
            await visit.Genre("None of these genres", Named("Drama")).ClickAsync();
            await visit.TitlesAfterAsync(before);
            await visit.Button(Named("Clear filters")).First.ClickAsync();
            await Expect(visit.Cards.Locator("h3")).ToHaveTextAsync(before);
        }

        async Task CompareAsync(Visit visit)
        {
            await visit.Link(Named("Like this movie")).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Combobox).PressSequentiallyAsync(Named("matrix"));
            await visit.Page.GetByRole(AriaRole.Option).Filter(new() { HasText = "Matrix" }).First.ClickAsync();
            var list = visit.Page.Locator(".hybrid .cards[aria-busy=false] h3");
            await Expect(list.First).ToBeVisibleAsync();
            var before = await list.AllInnerTextsAsync();
            await visit.Page.GetByLabel(Named("What counts")).FillAsync("1");
            await Expect(list).Not.ToHaveTextAsync(before);
            await Expect(visit.Page.Locator(".hybrid .components").First).ToBeVisibleAsync();
            await visit.Page.Locator(".map").ScrollIntoViewIfNeededAsync();
            await Expect(visit.Page.Locator(".map canvas")).ToBeVisibleAsync();
        }

        async Task LookUnderTheHoodAsync(Visit visit)
        {
            await visit.Button(Named("Sign out")).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{Named("Operator")}") }).ClickAsync();
            await Expect(visit.Heading(Named("Under the hood"))).ToBeVisibleAsync();
            await visit.Page.Locator("[name=previewed]").FillAsync($"{site.Viewer.UserId}");
            await visit.Button(Named("Compare")).ClickAsync();
            await Expect(visit.Page.Locator(".preview")).ToBeVisibleAsync();
            // Another test presses these two: they change what everybody sees.
            await Expect(visit.Button(Named("Train now")).Or(visit.Button("Training…"))).ToBeVisibleAsync();
            var activate = visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{Named("Activate")} ") });
            await Expect(activate.First).ToBeVisibleAsync();
        }

        async Task ReadTheReferenceAsync(Visit visit)
        {
            await visit.Link(Named("API reference")).ClickAsync();
            var operation = Named("Show the state of the service");
            await visit.Page.Locator(".docs-list").GetByRole(AriaRole.Link, new() { Name = operation }).ClickAsync();
            await visit.Button(Named("Send")).ClickAsync();
            await Expect(visit.Page.GetByText("200 OK", new() { Exact = true })).ToBeVisibleAsync();
        }
    }

    [GeneratedRegex(@"\*{1,2}([^*]+)\*{1,2}")]
    private static partial Regex Name();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
