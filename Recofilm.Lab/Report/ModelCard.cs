using Recofilm.Core.Registry;
using Recofilm.Core.Training;

namespace Recofilm.Lab.Report;

/// <summary>The content of the model card of a version.</summary>
/// <param name="Listing">The version.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Versions">This version and the older ones that the registry still has, oldest first.</param>
/// <param name="Errors">
/// Its errors by groups of users and movies; <see langword="null"/> when nothing was held back from it.
/// </param>
/// <param name="IsSameData">Whether the data are those it learned from.</param>
/// <param name="Users">Lists for users with their current ratings.</param>
/// <param name="Movies">Lists of movies similar to a movie.</param>
/// <param name="CreatedAt">The time at which the card was made, UTC.</param>
internal sealed record ModelCard(
    ModelListing Listing, ModelManifest Manifest, IReadOnlyList<ModelManifest> Versions, ErrorBreakdown? Errors, bool IsSameData,
    IReadOnlyList<CardExample> Users, IReadOnlyList<CardExample> Movies, DateTimeOffset CreatedAt);

/// <summary>The lists of the model for one example.</summary>
/// <param name="Title">The user or the movie.</param>
/// <param name="Known">A description of what the model knows about it.</param>
/// <param name="Lists">The lists with their headings.</param>
internal sealed record CardExample(
    string Title, string Known, IReadOnlyList<(string Heading, IReadOnlyList<string> Movies)> Lists);
