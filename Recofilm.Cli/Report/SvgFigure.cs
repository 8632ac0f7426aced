using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using OxyPlot;

namespace Recofilm.Cli.Report;

/// <summary>
/// Makes a plot an element of a page: as wide as there is room, in the page's colours, dark or light, and with words for whoever
/// does not see it. The colours below stand for those of the page's style sheet.
/// </summary>
internal static class SvgFigure
{
    /// <summary>Text and axes.</summary>
    public static readonly OxyColor Ink = OxyColor.FromRgb(1, 2, 3);

    /// <summary>Grid lines.</summary>
    public static readonly OxyColor Faint = OxyColor.FromRgb(1, 2, 4);

    /// <summary>What is plotted.</summary>
    public static readonly OxyColor Mark = OxyColor.FromRgb(1, 2, 5);

    /// <summary>What is plotted beside it.</summary>
    public static readonly OxyColor SecondMark = OxyColor.FromRgb(1, 2, 6);

    private static readonly (string Plot, string Page)[] _colours =
    [
        ("rgb(1,2,3)", "var(--ink)"), ("rgb(1,2,4)", "var(--faint)"), ("rgb(1,2,5)", "var(--mark)"),
        ("rgb(1,2,6)", "var(--second-mark)"), ("black", "var(--ink)"),
    ];

    private static readonly string[] _named = ["fill", "stroke"];

    /// <summary>The element.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="width">Its width, to which sizes of letters relate.</param>
    /// <param name="height">Its height.</param>
    /// <param name="title">Its title.</param>
    /// <param name="description">What is to be seen, in words.</param>
    /// <param name="names">What has which colour, if more than one thing is plotted.</param>
    public static string Write(
        PlotModel plot, int width, int height, string title, string description, IReadOnlyList<string> names)
    {
        var exporter = new SvgExporter { Width = width, Height = height, IsDocument = false, UseVerticalTextAlignmentWorkaround = true };
        var svg = XDocument.Parse(exporter.ExportToString(plot)).Root!;
        // Names are the page's: each figure's must be its own.
        var prefix = "f" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title)))[..8];
        foreach (var element in svg.DescendantsAndSelf().ToArray())
        {
            // In a page, elements of SVG are known by their names.
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
            // Variables are for styles.
            attribute.Remove();
            element.SetAttributeValue("style", $"{(string?)element.Attribute("style")};{attribute.Name.LocalName}:{value}".TrimStart(';'));
        }
        else
        {
            attribute.Value = value;
        }
    }
}
