using Recofilm.Core.Artifacts;
using Recofilm.Core.Training;

namespace Recofilm.Cli.Report;

/// <summary>All that a model card tells of a version.</summary>
/// <param name="Listing">The version.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Versions">The versions up to it that the registry still has, oldest first.</param>
/// <param name="Errors">For whom it errs; <see langword="null"/> when nothing was held back from it.</param>
/// <param name="IsSameData">Whether the data are those it learned from.</param>
/// <param name="Users">Lists for users as they are now.</param>
/// <param name="Movies">Movies like a movie.</param>
/// <param name="CreatedAt">When the card was made, UTC.</param>
internal sealed record ModelCard(
    ModelListing Listing, ModelManifest Manifest, IReadOnlyList<ModelManifest> Versions, ErrorBreakdown? Errors, bool IsSameData,
    IReadOnlyList<CardExample> Users, IReadOnlyList<CardExample> Movies, DateTimeOffset CreatedAt);

/// <summary>What the model makes of an example.</summary>
/// <param name="Title">The example.</param>
/// <param name="Known">What the model starts from.</param>
/// <param name="Lists">What it answers, by a heading.</param>
internal sealed record CardExample(string Title, string Known, IReadOnlyList<(string Heading, IReadOnlyList<string> Movies)> Lists);
