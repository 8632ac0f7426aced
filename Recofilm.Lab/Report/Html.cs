using System.Globalization;
using System.Net;
using System.Text;

namespace Recofilm.Lab.Report;

/// <summary>Writes HTML in which every text is escaped.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Escapes a text for HTML.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Formats a number, by default with four digits after the point.</summary>
    public static string Number(double value, string format = "F4") => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Adds a text that is HTML already.</summary>
    public Html Raw(string html)
    {
        _text.Append(html).Append('\n');
        return this;
    }

    /// <summary>Adds an element that holds a text.</summary>
    public Html Element(string name, string text, string? kind = null) =>
        Raw($"<{name}{(kind is null ? "" : $" class=\"{kind}\"")}>{Escape(text)}</{name}>");

    /// <summary>
    /// Adds a table; the columns from the second on are formatted as numbers if <paramref name="numbers"/> is true.
    /// </summary>
    public Html Table(
        string caption, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows, bool numbers = true)
    {
        var kind = numbers ? " class=\"number\"" : "";
        Raw($"<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(caption)}\"><table><thead><tr>");
        for (var column = 0; column < headings.Count; column++)
            Raw($"<th scope=\"col\"{(column == 0 ? "" : kind)}>{Escape(headings[column])}</th>");
        Raw("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            Raw("<tr>");
            for (var column = 0; column < row.Count; column++)
                Raw($"<td{(column == 0 ? " class=\"name\"" : kind)}>{Escape(row[column])}</td>");
            Raw("</tr>");
        }

        return Raw("</tbody></table></div>");
    }

    /// <summary>Returns the HTML written so far.</summary>
    public override string ToString() => _text.ToString();
}
