using System.Text.RegularExpressions;
using Recofilm.Core.Database.Users;
using Recofilm.Testing;
using static Microsoft.Playwright.Assertions;

namespace Recofilm.Browser.Tests;

/// <summary>Coming in, staying, and being sent out.</summary>
public sealed class SignInTests(Site site)
{
    [Fact]
    public Task A_sample_user_comes_in_by_one_click_and_leaves_by_another() => site.VisitAsync(async visit =>
    {
        await visit.Page.GotoAsync("/");
        await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex(@"^User \d+ .* ratings$") }).First.ClickAsync();
        await Expect(visit.Heading("For you")).ToBeVisibleAsync();
        Assert.NotEmpty(await visit.TitlesAsync());

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(visit.Heading("Sign in with a key")).ToBeVisibleAsync();
        await Expect(visit.Link("For you")).ToBeHiddenAsync();
    });

    [Fact]
    public Task A_key_lets_its_user_in_and_no_other() => site.VisitAsync(async visit =>
    {
        visit.Expect("401");
        await visit.Page.GotoAsync("/");
        await visit.SignInAsync(site.Viewer with { UserKey = "wrong" });
        await Expect(visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "The user id or the key is wrong" }))
            .ToBeVisibleAsync();
        await visit.SignInAsync(site.Viewer);
        await Expect(visit.Heading("For you")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Whoever_opens_an_address_signs_in_and_sees_what_it_names() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(site.Viewer, "/app/movies/1");
        await Expect(visit.Heading("Like this, for you")).ToBeVisibleAsync();
        Assert.EndsWith("/app/movies/1", visit.Page.Url, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_reload_keeps_the_session_in_its_tab_and_nowhere_else() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(site.Viewer, "/app/movies/1");
        await Expect(visit.Heading("Like this, for you")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Heading("Like this, for you")).ToBeVisibleAsync();
        Assert.DoesNotContain("eyJ", await visit.Page.EvaluateAsync<string>(
            "JSON.stringify([{...localStorage}, document.cookie])"), StringComparison.Ordinal);

        var tab = await visit.Page.Context.NewPageAsync();
        await tab.GotoAsync("/app/movies/1");
        await Expect(tab.GetByRole(AriaRole.Heading, new() { Name = "Sign in with a key" })).ToBeVisibleAsync();
    });

    [Fact]
    public Task After_a_reload_a_token_that_expired_is_renewed() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(site.Viewer);
        await visit.TitlesAsync();
        await visit.Page.EvaluateAsync(
            """
            const session = JSON.parse(sessionStorage.session);
            sessionStorage.session = JSON.stringify({...session, token: session.token.replace(/[^.]*$/, "AAAA"), renewAt: 0});
            """);
        await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.ReloadAsync(), answer => answer.Url.EndsWith("/login", StringComparison.Ordinal) && answer.Ok);
        await Expect(visit.Heading("For you")).ToBeVisibleAsync();
        Assert.NotEmpty(await visit.TitlesAsync());
    });

    [Fact]
    public Task Signing_out_stays_after_a_reload() => site.VisitAsync(async visit =>
    {
        await visit.EnterAsync(site.Viewer);
        await visit.Button("Sign out").ClickAsync();
        await Expect(visit.Heading("Sign in with a key")).ToBeVisibleAsync();
        await visit.Page.GotoAsync("/app/for-you");
        await Expect(visit.Heading("Sign in with a key")).ToBeVisibleAsync();
    });

    [Fact]
    public Task The_start_page_says_that_the_users_are_simulated() => site.VisitAsync(async visit =>
    {
        await visit.Page.GotoAsync("/");
        await Expect(visit.Page.GetByText("300 simulated users")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("The users and their ratings are simulated.")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_token_is_renewed_before_its_ten_minutes_are_over() => site.VisitAsync(async visit =>
    {
        await visit.Page.Clock.InstallAsync();
        await visit.EnterAsync(site.Viewer);
        await Expect(visit.Cards.First).ToBeVisibleAsync();
        await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.Clock.FastForwardAsync("09:00"),
            answer => answer.Url.EndsWith("/login", StringComparison.Ordinal) && answer.Ok);
        await Expect(visit.Heading("For you")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_token_that_expired_all_the_same_is_renewed_and_the_request_repeated() => site.VisitAsync(async visit =>
    {
        visit.Expect("401");
        await visit.EnterAsync(site.Viewer);
        var expired = TokenForge.Sign(TokenForge.Claims(TimeProvider.System.GetUtcNow().AddMinutes(-11), site.Viewer.UserId));
        await visit.Page.RouteAsync("**/movies?*", route => route.ContinueAsync(new RouteContinueOptions
        {
            Headers = new Dictionary<string, string>(route.Request.Headers) { ["authorization"] = $"Bearer {expired}" },
        }), new PageRouteOptions { Times = 1 });
        await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Link("Like this movie").ClickAsync(), answer => answer.Status == 401);
        Assert.NotEmpty(await visit.TitlesAsync());
        await Expect(visit.Heading("Like this movie")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Who_is_gone_signs_in_again() => site.VisitAsync(async visit =>
    {
        visit.Expect("401");
        var person = await site.RegisterAsync();
        await visit.EnterAsync(person);
        await Expect(visit.Cards.First).ToBeVisibleAsync();
        await new UserStore(site.Database.Connections).DeleteAsync(person.UserId, TestContext.Current.CancellationToken);
        await visit.Link("Like this movie").ClickAsync();
        await Expect(visit.Page.GetByText("Your session has ended. Please sign in again.")).ToBeVisibleAsync();
        await visit.SignInAsync(site.Viewer);
        await Expect(visit.Heading("Like this movie")).ToBeVisibleAsync();
    });
}
