namespace Recofilm.Core.Database.Movies;

/// <summary>The movie that a title stands for.</summary>
/// <param name="Movie">The match; the most rated one when several movies bear the title.</param>
/// <param name="Others">The other movies of that title, most rated first; empty when the title is unambiguous.</param>
public sealed record TitleMatch(MovieDetails Movie, IReadOnlyList<MovieDetails> Others)
{
    /// <summary>Whether other movies bear the title too.</summary>
    public bool IsAmbiguous => Others.Count > 0;
}
