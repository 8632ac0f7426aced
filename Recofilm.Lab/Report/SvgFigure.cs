using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using OxyPlot;

namespace Recofilm.Lab.Report;

/// <summary>
/// Turns a plot into a figure of an HTML page. The figure fills the width of its container, takes the page's colours (dark or
/// light), and has a text for users who cannot see it. The colours below are placeholders for those of the page's style sheet.
/// </summary>
internal static class SvgFigure
{
    /// <summary>Text and axes.</summary>
    public static readonly OxyColor Ink = OxyColor.FromRgb(1, 2, 3);

    /// <summary>Grid lines.</summary>
    public static readonly OxyColor Faint = OxyColor.FromRgb(1, 2, 4);

    /// <summary>The first series.</summary>
    public static readonly OxyColor Mark = OxyColor.FromRgb(1, 2, 5);

    /// <summary>The second series.</summary>
    public static readonly OxyColor SecondMark = OxyColor.FromRgb(1, 2, 6);

    private static readonly (string Plot, string Page)[] _colours =
    [
        ("rgb(1,2,3)", "var(--ink)"), ("rgb(1,2,4)", "var(--faint)"), ("rgb(1,2,5)", "var(--mark)"),
        ("rgb(1,2,6)", "var(--second-mark)"), ("black", "var(--ink)"),
    ];

    private static readonly string[] _named = ["fill", "stroke"];

    /// <summary>Returns the figure element.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="width">The width of its coordinate system, which sets the size of its letters.</param>
    /// <param name="height">The height of its coordinate system.</param>
    /// <param name="title">The title.</param>
    /// <param name="description">A text that says what the figure shows.</param>
    /// <param name="names">The names of the series by colour; empty when there is one series.</param>
    public static string Write(
        PlotModel plot, int width, int height, string title, string description, IReadOnlyList<string> names)
    {
        var exporter = new SvgExporter
        {
            Width = width,
            Height = height,
            IsDocument = false,
            UseVerticalTextAlignmentWorkaround = true,
        };
        var svg = XDocument.Parse(exporter.ExportToString(plot)).Root!;
        // Identifiers are shared by the whole page, so each figure has a prefix of its own.
        var prefix = "f" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title)))[..8];
        foreach (var element in svg.DescendantsAndSelf().ToArray())
        {
            // HTML recognises SVG elements by their local name and needs no namespace.
            element.Name = element.Name.LocalName;
            foreach (var attribute in element.Attributes().ToArray())
                Adapt(element, attribute, prefix);
        }

        svg.ReplaceAttributes(
            new XAttribute("viewBox", $"0 0 {width} {height}"), new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{prefix}-title {prefix}-text"));
        svg.AddFirst(
            new XElement("title", new XAttribute("id", $"{prefix}-title"), title),
            new XElement("desc", new XAttribute("id", $"{prefix}-text"), description));
        var keys = names.Select((name, place) => new XElement("span", new XAttribute("class", $"key key-{place}"), name));
        var figure = new XElement(
            "figure", svg, new XElement("figcaption", new XElement("b", title), " " + description, keys));
        return figure.ToString(SaveOptions.DisableFormatting);
    }

    private static void Adapt(XElement element, XAttribute attribute, string prefix)
    {
        var value = attribute.Value.Replace("clipPath", prefix + "-clip", StringComparison.Ordinal);
        foreach (var (plot, page) in _colours)
            value = value.Replace(plot, page, StringComparison.Ordinal);
        if (attribute.IsNamespaceDeclaration)
        {
            attribute.Remove();
        }
        else if (_named.Contains(attribute.Name.LocalName))
        {
            // CSS variables work in styles, not in attributes.
            attribute.Remove();
            var style = (string?)element.Attribute("style");
            element.SetAttributeValue("style", $"{style};{attribute.Name.LocalName}:{value}".TrimStart(';'));
        }
        else
        {
            attribute.Value = value;
        }
    }
}
