using Recofilm.Core.Database.Movies;

namespace Recofilm.Functions.SearchMovies;

/// <summary>The answer of GET /movies.</summary>
/// <param name="Movies">The movies that fit best, best first.</param>
/// <param name="Total">How many movies fit in all.</param>
/// <param name="Limit">How many were asked for.</param>
/// <param name="Offset">How many were passed over.</param>
internal sealed record MoviePage(IReadOnlyList<MovieDetails> Movies, int Total, int Limit, int Offset);
