using System.Text.RegularExpressions;
using Recofilm.Core.Catalog;

namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>
/// The parts of a title as MovieLens writes it: an article behind the name, the title of the original in brackets, and the year.
/// </summary>
/// <param name="Name">The title for people: "The Good, the Bad and the Ugly".</param>
/// <param name="Original">
/// The title in the last brackets, "Il Buono, il brutto, il cattivo", and after it those of earlier brackets, each after " / ";
/// <see langword="null"/> when there is none that differs.
/// </param>
/// <param name="Year">The year of release, or <see langword="null"/> when the title does not end with one.</param>
internal sealed partial record MovieLensTitle(string Name, string? Original, int? Year)
{
    /// <summary>
    /// Takes a title apart: "Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il) (1966)". The last of several
    /// titles in brackets is the original's, and the others are names under which the movie is known, too.
    /// </summary>
    public static MovieLensTitle Parse(string text)
    {
        var (title, year) = TitleYear.Split(text);
        var others = new List<string>();
        while (Bracketed().Match(title) is { Success: true } match && !Unfinished().IsMatch(match.Groups["name"].ValueSpan))
        {
            others.Add(ArticleFirst(match.Groups["other"].Value));
            title = match.Groups["name"].Value;
        }

        var name = ArticleFirst(title);
        others.RemoveAll(other => other.Equals(name, StringComparison.OrdinalIgnoreCase));
        return new MovieLensTitle(name, others.Count == 0 ? null : string.Join(" / ", others), year);
    }

    // "Matrix, The" is "The Matrix".
    private static string ArticleFirst(string title)
    {
        if (ArticleAtEnd().Match(title) is not { Success: true } match)
            return title;
        var article = match.Groups["article"].Value;
        var space = article.EndsWith('\'') ? "" : " ";
        return $"{char.ToUpperInvariant(article[0])}{article[1..]}{space}{match.Groups["name"].Value}";
    }

    [GeneratedRegex(
        @"^(?<name>.+), (?<article>The|A|An|Le|La|Les|L'|Un|Une|Der|Die|Das|Ein|Eine|El|Los|Las|Il|Lo|I|Gli|Una|Uno|O|Os|Um|Uma|"
            + "De|Den|Det|En|Et|Ett|Het|Een)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex ArticleAtEnd();

    // A title in brackets begins with a capital or a digit: "(et salut …)" is none, nor is "(Part 1 of …)".
    [GeneratedRegex(@"^(?<name>.+?) \((a\.?k\.?a\.? )?(?<other>(?!Part\b)(?-i:[^\p{Ll}()])[^()]*)\)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Bracketed();

    // Brackets after these belong to the title: "Birdman: Or (The Unexpected Virtue of Ignorance)".
    [GeneratedRegex(@"(\b(or|and)|[:&–-])$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Unfinished();
}
