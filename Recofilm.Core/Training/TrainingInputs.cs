using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Recofilm.Core.Configuration;
using Recofilm.Core.Fitting;
using Recofilm.Core.Ratings;
using Recofilm.Core.Registry;
using Recofilm.Core.Registry.Artifacts;

namespace Recofilm.Core.Training;

/// <summary>The data, options and recipe of a training. The same inputs make the same models again.</summary>
internal static class TrainingInputs
{
    /// <summary>
    /// A version made from the same inputs about which all is decided: the champion; one the gate refused in its favour; one
    /// that an operator rolled back from.
    /// </summary>
    /// <param name="listings">The registry.</param>
    /// <param name="fingerprint">The data's.</param>
    /// <param name="parameters">The options of the models.</param>
    /// <param name="kind">What is trained: a full training makes more of the data than a partial one did.</param>
    public static ModelManifest? FindEquivalentVersion(
        IReadOnlyList<ModelListing> listings, string fingerprint, JsonElement parameters, TrainingKind kind)
    {
        var champion = listings.SingleOrDefault(listing => listing.State == ModelState.Champion);
        return listings.FirstOrDefault(listing => IsDecided(listing, champion) && IsSame(listing.Manifest))?.Manifest;

        bool IsSame(ModelManifest? manifest) =>
            manifest is not null
            && manifest.Data.Fingerprint == fingerprint
            && manifest.RecipeVersion == ModelRecipe.Version
            && (kind == TrainingKind.Partial || IsFull(manifest))
            && JsonElement.DeepEquals(manifest.Parameters, parameters);
    }

    /// <summary>The manifest of a version that was just trained; its name is drawn from time and content.</summary>
    public static ModelManifest Describe(
        TrainingData data, RecordedRun run, IReadOnlyDictionary<string, double> metrics, GateDecision gate,
        CandidateFiles files, ModelVersion? refinedFrom, DateTimeOffset now)
    {
        var described = Describe(files.Serving);
        // With the exact time among what is hashed, a run repeated within the second does not meet what a killed one left.
        var content = string.Join('\n', described.Select(file => $"{file.Name} {file.Sha256}").Prepend($"{now.UtcTicks}"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        var tags = Enumerable.Range(0, data.Catalog.Count).Sum(item => data.Catalog.TagsOf(item).Count);
        return new ModelManifest
        {
            SchemaVersion = ModelManifest.CurrentSchemaVersion,
            Version = ModelVersion.Create(now, hash),
            CreatedAt = now,
            CodeVersion = CodeVersion.Current,
            RecipeVersion = ModelRecipe.Version,
            Kind = run.Kind.ToSnakeCase(),
            Trigger = run.Trigger.ToSnakeCase(),
            Data = new TrainingDataSummary(
                data.Fingerprint, data.Catalog.Count, data.Ratings.UserCount, data.Ratings.Count, tags,
                NewestRating(data.Ratings, run.StartedAt)),
            Parameters = run.Parameters,
            Metrics = metrics,
            History = run.History.Series,
            Gate = gate,
            Files = described,
            EvaluationFiles = Describe(files.Evaluated),
            RefinedFrom = refinedFrom,
        };
    }

    // Ratings after the newest one count as new. A rating dated in the future would hide all that come until then.
    private static DateTimeOffset? NewestRating(RatingMatrix ratings, DateTimeOffset now)
    {
        if (!ratings.HasTimestamps)
            return null;
        var (limit, newest) = (now.ToUnixTimeSeconds(), long.MinValue);
        foreach (var timestamp in ratings.Timestamps)
        {
            if (timestamp <= limit && timestamp > newest)
                newest = timestamp;
        }

        return newest == long.MinValue ? null : DateTimeOffset.FromUnixTimeSeconds(newest);
    }

    private static ModelFile[] Describe(IReadOnlyList<ArtifactFile> files) =>
        [.. files.Select(file => ModelFile.Of(file.Name, file.Content.Span))];

    private static bool IsFull(ModelManifest manifest) =>
        manifest.RefinedFrom is null && manifest.Kind != TrainingKind.First.ToSnakeCase();

    private static bool IsDecided(ModelListing listing, ModelListing? champion) => listing.State switch
    {
        ModelState.Champion => true,
        ModelState.Refused => listing.Manifest!.Gate.Champion == champion?.Version,
        // By the exact time: names of versions made within a second do not sort by it.
        ModelState.Previous => listing.Manifest!.CreatedAt > champion?.Manifest?.CreatedAt,
        _ => false,
    };
}

/// <summary>A candidate as it is published.</summary>
/// <param name="Serving">The models that may serve.</param>
/// <param name="Evaluated">The models that were measured.</param>
internal sealed record CandidateFiles(IReadOnlyList<ArtifactFile> Serving, IReadOnlyList<ArtifactFile> Evaluated)
{
    /// <summary>Both.</summary>
    public IReadOnlyList<ArtifactFile> All => [.. Serving, .. Evaluated];
}
