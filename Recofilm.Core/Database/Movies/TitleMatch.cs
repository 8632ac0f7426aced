namespace Recofilm.Core.Database.Movies;

/// <summary>The movie that a title names.</summary>
/// <param name="Movie">The match: the most rated movie when several movies have the title.</param>
/// <param name="Others">The other movies with that title, most rated first; empty when the title is unambiguous.</param>
public sealed record TitleMatch(MovieDetails Movie, IReadOnlyList<MovieDetails> Others)
{
    /// <summary>Whether other movies have the title, too.</summary>
    public bool IsAmbiguous => Others.Count > 0;
}
