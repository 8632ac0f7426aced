namespace Recofilm.Core.Serving;

/// <summary>
/// The content that a recommended movie shares with the movie it shall resemble, or with the movies that the user likes; the
/// strongest similarity comes first.
/// </summary>
/// <param name="Genres">The shared genres, at most three.</param>
/// <param name="Tags">The shared tags, at most three.</param>
public sealed record SharedContent(IReadOnlyList<string> Genres, IReadOnlyList<string> Tags);
