using Deque.AxeCore.Commons;

namespace Recofilm.Browser.Tests;

/// <summary>Looks for barriers on a page with axe: levels A and AA of WCAG 2.2 and its best practice.</summary>
internal sealed class Accessibility
{
    // Only violations are described: the many nodes that pass would take longer than the rules.
    private const string Run =
        """
        async disabled => {
          const result = await axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            rules: Object.fromEntries(disabled.map(rule => [rule, { enabled: false }])),
            resultTypes: ["violations"],
          });
          return result.violations.map(({ id, help, nodes }) =>
            `${id}: ${help} ${nodes.slice(0, 3).map(node => node.html).join(" ")}`);
        }
        """;

    private static readonly string _axe = new BundledAxeScriptProvider().GetScript();

    private readonly IPage _page;

    private Accessibility(IPage page) => _page = page;

    /// <summary>Loads axe into a page, which must not load another document afterwards.</summary>
    public static async Task<Accessibility> LoadAsync(IPage page)
    {
        await page.EvaluateAsync(_axe);
        return new Accessibility(page);
    }

    /// <summary>Fails when the page, as it is now, has a barrier.</summary>
    /// <param name="disabledRules">The names of axe's rules that are left out.</param>
    public async Task CheckAsync(params string[] disabledRules) =>
        Assert.Empty(await _page.EvaluateAsync<string[]>(Run, disabledRules));
}
