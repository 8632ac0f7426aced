namespace Recofilm.Functions.Requests;

/// <summary>The genres in clients' requests.</summary>
internal static class Genres
{
    /// <summary>Spells genres as the catalogue does.</summary>
    /// <param name="asked">The requested genres, in any case; surrounding spaces are ignored.</param>
    /// <param name="known">The genres of the catalogue.</param>
    /// <param name="field">The field that holds them.</param>
    /// <exception cref="ProblemException">The catalogue has no such genre; the answer lists the known genres.</exception>
    public static string[] Resolve(IReadOnlyList<string> asked, IReadOnlyList<string> known, string field) =>
        [.. asked.Select(genre => Find(genre.Trim(), known) ?? throw new ProblemException(Unknown(genre, known, field)))];

    private static string? Find(string genre, IReadOnlyList<string> known) =>
        known.FirstOrDefault(candidate => candidate.Equals(genre, StringComparison.OrdinalIgnoreCase));

    private static Problem Unknown(string genre, IReadOnlyList<string> known, string field) => new(
        ProblemType.UnknownGenre, $"{field}: \"{genre}\" is not a genre of the catalogue; see known_genres.",
        new FieldError(field, $"\"{genre}\" is not a genre of the catalogue"))
    {
        KnownGenres = known,
    };
}
