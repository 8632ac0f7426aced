namespace Recofilm.Browser.Tests;

/// <summary>How somebody sees the page.</summary>
public sealed record Look
{
    /// <summary>A phone, a tablet, a desktop: CSS pixels.</summary>
    public static readonly IReadOnlyList<int> Widths = [360, 768, 1440];

    public int Width { get; init; } = 1440;

    public ColorScheme Theme { get; init; } = ColorScheme.Dark;

    public string Language { get; init; } = "en-GB";

    public ReducedMotion Motion { get; init; } = ReducedMotion.Reduce;

    internal static int HeightAt(int width) => width < 600 ? 740 : 900;

    internal BrowserNewContextOptions Options(Uri address) => new()
    {
        BaseURL = address.ToString(),
        ColorScheme = Theme,
        Locale = Language,
        ReducedMotion = Motion,
        ViewportSize = new ViewportSize { Width = Width, Height = HeightAt(Width) },
    };
}
