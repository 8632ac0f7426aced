using System.Globalization;
using System.Numerics;
using System.Text;
using Recofilm.Core.Catalog;

namespace Recofilm.Core.Content;

/// <summary>Extracts from a movie the terms of each <see cref="ContentField"/>.</summary>
public static class ContentTerms
{
    // Title words that say nothing about the movie: articles, conjunctions and prepositions of the languages of film titles.
    // Sequel numbers and everything else stay.
    private static readonly HashSet<string> s_stopWords = new(StringComparer.Ordinal)
    {
        "a", "aka", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on", "or", "s", "t",
        "the", "to", "with", "das", "de", "der", "des", "di", "die", "du", "e", "el", "en", "et", "il", "l", "la", "las",
        "le", "les", "los", "o", "os", "un", "una", "und", "une", "y",
    };

    /// <summary>Returns the genres as whole terms, spelled as in the catalogue.</summary>
    public static string[] Genres(Movie movie) => [.. movie.Genres.Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// Returns the tags as whole terms, in lower case, with one space between words. A tag that n users gave is repeated 1 +
    /// ⌊log₂ n⌋ times: a tag on which many users agree counts more, and a tag given a thousand times still leaves room for
    /// the others.
    /// </summary>
    public static string[] Tags(MovieCatalog catalog, int item) =>
    [
        .. catalog.TagsOf(item).Select(NormalizeTag).Where(tag => tag.Length > 0).CountBy(tag => tag)
            .SelectMany(pair => Enumerable.Repeat(pair.Key, 1 + BitOperations.Log2((uint)pair.Value))),
    ];

    /// <summary>
    /// Returns the words of the title and the original title in lower case without articles, conjunctions and prepositions,
    /// each once.
    /// </summary>
    public static string[] TitleWords(Movie movie) =>
    [
        .. Words(movie.Title).Concat(Words(movie.OriginalTitle ?? "")).Where(word => !s_stopWords.Contains(word))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Returns every year within <paramref name="reach"/> of the year of release: the overlap of two movies falls linearly
    /// with the years between them and ends at 2 × reach.
    /// </summary>
    public static string[] Era(Movie movie, int reach) => movie.Year is not { } year
        ? []
        : [.. Enumerable.Range(year - reach, (2 * reach) + 1).Select(near => near.ToString(CultureInfo.InvariantCulture))];

    private static string NormalizeTag(string tag) =>
        string.Join(' ', tag.ToLowerInvariant().Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Words(string title)
    {
        var word = new StringBuilder();
        foreach (var character in title)
        {
            if (char.IsLetterOrDigit(character))
            {
                word.Append(char.ToLowerInvariant(character));
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
            yield return word.ToString();
    }
}
