using System.Collections.Concurrent;

namespace Recofilm.Browser.Tests;

/// <summary>Somebody's visit to the page.</summary>
public sealed class Visit
{
    // Sums the movements that the person did not cause, as the browser measures them.
    internal const string Observer =
        """
        window.layoutShift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        """;

    private readonly ConcurrentQueue<string> _faults = [];
    private readonly ConcurrentDictionary<string, bool> _expected = [];

    internal Visit(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Check(message);
        page.PageError += (_, error) => _faults.Enqueue(error);
        page.Request += (_, request) => CheckOrigin(request.Url);
    }

    public IPage Page { get; }

    /// <summary>The user who signed in last.</summary>
    public int UserId { get; private set; }

    /// <summary>
    /// The browser's complaints, such as violations of the content security policy, and requests to other servers.
    /// </summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>The movies of the page's first or only list, in order.</summary>
    public ILocator Cards => Page.Locator("ul.cards:not([aria-busy=true]) > .card");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>Says that the browser may complain of an answer of this status, or of none ("ERR_").</summary>
    public void Expect(string complaint) => _expected[complaint] = true;

    /// <summary>Opens an address, and signs in there.</summary>
    public async Task EnterAsync(Person person, string address = "/")
    {
        await Page.GotoAsync(address);
        await SignInAsync(person);

        // Signing in changes the whole page, however long the answer takes: that is no movement by itself.
        await Assertions.Expect(Page.Locator(".page-head nav")).ToBeVisibleAsync();
        await Page.EvaluateAsync("window.layoutShift = 0");
    }

    /// <summary>
    /// Does something whose answer changes the page, and waits for it. However late it comes, that is no movement by itself;
    /// the browser thinks so for half a second only.
    /// </summary>
    public async Task ActAsync(Func<Task> act)
    {
        var before = await Page.EvaluateAsync<double>("window.layoutShift");
        await act();
        await Page.EvaluateAsync("before => { window.layoutShift = before; }", before);
    }

    /// <summary>Signs in by user id and key.</summary>
    public async Task SignInAsync(Person person)
    {
        UserId = person.UserId;
        await Page.Locator("[name=user]").FillAsync($"{person.UserId}");
        await Page.Locator("[name=key]").FillAsync(person.UserKey);
        await Page.Locator(".way form button").ClickAsync();
    }

    /// <summary>Opens one of the filters.</summary>
    public async Task OpenFilterAsync(string name)
    {
        var button = Page.Locator(".menu-button").Filter(new() { HasText = name });
        if (await button.GetAttributeAsync("aria-expanded") == "false")
            await button.ClickAsync();
    }

    /// <summary>A genre to be wanted ("Any of these genres") or left out ("None of these genres").</summary>
    public ILocator Genre(string group, string name) =>
        Page.GetByRole(AriaRole.Group, new() { Name = group }).GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The titles of the list, once it is there.</summary>
    public async Task<IReadOnlyList<string>> TitlesAsync()
    {
        await Assertions.Expect(Cards.First).ToBeVisibleAsync();
        return await Cards.Locator("h3").AllInnerTextsAsync();
    }

    /// <summary>Waits for the list to differ from what it was.</summary>
    public async Task<IReadOnlyList<string>> TitlesAfterAsync(IReadOnlyList<string> before)
    {
        await Assertions.Expect(Cards.Locator("h3")).Not.ToHaveTextAsync(before);
        return await TitlesAsync();
    }

    /// <summary>Keeps a picture of the whole page.</summary>
    public Task PictureAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Pictures.PathOf(name),
        FullPage = true,
        Animations = ScreenshotAnimations.Disabled,
    });

    private void Check(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning"
            && !_expected.Keys.Any(text => message.Text.Contains(text, StringComparison.Ordinal)))
        {
            _faults.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        }
    }

    private void CheckOrigin(string url)
    {
        var origin = new Uri(Page.Url == "about:blank" ? url : Page.Url).GetLeftPart(UriPartial.Authority);
        if (!url.StartsWith(origin, StringComparison.Ordinal))
            _faults.Enqueue($"A request to elsewhere: {url}");
    }
}
