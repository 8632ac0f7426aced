using Recofilm.Core.Database.Movies;

namespace Recofilm.Functions.Movies;

/// <summary>The answer of GET /movies.</summary>
/// <param name="Movies">The matching movies, the best match first.</param>
/// <param name="Total">The number of all matching movies.</param>
/// <param name="Limit">The requested number of entries.</param>
/// <param name="Offset">The number of entries skipped.</param>
/// <param name="Next">The path and query of the next page, or null at the end.</param>
internal sealed record MoviePage(IReadOnlyList<MovieDetails> Movies, int Total, int Limit, int Offset, string? Next);
