using Recofilm.Core.Catalog;

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
        ["the", "a", "an", "le", "la", "les", "l'", "der", "die", "das", "el", "los", "las", "il", "lo", "gli", "i", "un", "une"];

    /// <summary>
    /// Returns the readings of a title, likeliest first: a year at the end counts as the year, then as a part of the title.
    /// </summary>
    public static IEnumerable<TitleReading> Of(string text)
    {
        var title = string.Join(' ', text.Replace("\0", "", StringComparison.Ordinal)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        if (title.Length == 0)
            yield break;
        var (name, year) = TitleYear.Split(title);
        if (year is not null && name.Length > 0)
            yield return new TitleReading(Spellings(name), year);
        yield return new TitleReading(Spellings(title), null);
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
