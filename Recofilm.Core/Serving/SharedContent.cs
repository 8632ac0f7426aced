namespace Recofilm.Core.Serving;

/// <summary>
/// What a recommended movie has in common with the movie it shall resemble, or with those that the user likes; what makes
/// them most alike first.
/// </summary>
/// <param name="Genres">Genres, at most three.</param>
/// <param name="Tags">Tags, at most three.</param>
public sealed record SharedContent(IReadOnlyList<string> Genres, IReadOnlyList<string> Tags);
