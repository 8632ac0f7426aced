using Recofilm.Core.Catalog;
using Recofilm.Core.Datasets.MovieLens;

namespace Recofilm.Core.Database.Movies;

/// <summary>One interpretation of a title as a person writes it.</summary>
/// <param name="Titles">Equivalent titles in lower case, with the article in front and at the end.</param>
/// <param name="Year">The year that follows the title, or <see langword="null"/>.</param>
internal sealed record TitleReading(IReadOnlyList<string> Titles, int? Year)
{
    /// <summary>
    /// The largest number of titles: as written, with an article moved to the end, and with one moved to the front.
    /// </summary>
    public const int MostTitles = 3;

    private static readonly string[] Articles =
    [
        "the", "a", "an", "le", "la", "les", "l'", "un", "une", "der", "die", "das", "ein", "eine", "el", "los", "las", "il",
        "lo", "i", "gli", "una", "uno", "o", "os", "um", "uma", "de", "den", "det", "en", "et", "ett", "het", "een",
    ];

    /// <summary>
    /// Returns the readings of a title, likeliest first: a year at the end counts as the year, then as a part of the title. The
    /// last one leaves out titles in brackets, as MovieLens writes them.
    /// </summary>
    public static IEnumerable<TitleReading> Of(string text)
    {
        var written = string.Join(' ', text.Replace("\0", "", StringComparison.Ordinal)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (written.Length == 0)
            yield break;
        var title = written.ToLowerInvariant();
        var (name, year) = TitleYear.Split(title);
        if (year is not null && name.Length > 0)
            yield return new TitleReading(Spellings(name), year);
        yield return new TitleReading(Spellings(title), null);
        if (MovieLensTitle.Parse(written) is { Original: not null } parts)
            yield return new TitleReading(Spellings(parts.Name.ToLowerInvariant()), parts.Year);
    }

    private static List<string> Spellings(string title)
    {
        List<string> spellings = [title];
        foreach (var article in Articles)
        {
            var elided = article.EndsWith('\'');
            if (title.StartsWith(elided ? article : article + ' ', StringComparison.Ordinal))
                spellings.Add($"{title[article.Length..].TrimStart()}, {article}");
            if (title.EndsWith(", " + article, StringComparison.Ordinal))
                spellings.Add(article + (elided ? "" : " ") + title[..^(article.Length + 2)]);
        }

        return spellings;
    }
}
