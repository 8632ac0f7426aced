using Recofilm.Core.Fitting;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Registry.Artifacts;

/// <summary>Converts trained models to the files of a version and back.</summary>
public static class ModelArtifact
{
    /// <summary>Returns the files, in ordinal order of their names; the same models give the same bytes.</summary>
    public static IReadOnlyList<ArtifactFile> Write(ModelSet models) =>
    [
        new(CollaborativeArtifact.FileName, CollaborativeArtifact.Write(models.Collaborative)),
        new(ContentArtifact.FileName, ContentArtifact.Write(models.Content)),
        new(HybridArtifact.FileName, HybridArtifact.Write(models.Hybrid)),
        new(CatalogArtifact.FileName, CatalogArtifact.Write(models.Catalog)),
        new(StatisticsArtifact.FileName, StatisticsArtifact.Write(models.Statistics)),
        new(RatingHeadArtifact.FileName, RatingHeadArtifact.Write(models.Svd)),
        new(TrendsArtifact.FileName, TrendsArtifact.Write(models.Hybrid.Members.Trends)),
    ];

    /// <summary>Reads the models.</summary>
    /// <exception cref="InvalidDataException">A file is missing, malformed, or has another number of movies.</exception>
    public static ModelSet Read(IReadOnlyList<ArtifactFile> files)
    {
        var trends = TrendsArtifact.Read(Find(files, TrendsArtifact.FileName));

        // The file that takes longest is read in parallel to the others, since a new instance serves
        // nobody until all are read.
        var collaborative = Task.Run(() => CollaborativeArtifact.Read(Find(files, CollaborativeArtifact.FileName), trends));
        try
        {
            return Join(files, trends, collaborative);
        }
        finally
        {
            // After a failure the caller unmaps the files, so the reading must have ended.
            Task.WaitAny(collaborative);
        }
    }

    private static ModelSet Join(IReadOnlyList<ArtifactFile> files, ItemTrends trends, Task<CollaborativeModel> reading)
    {
        var catalog = CatalogArtifact.Read(Find(files, CatalogArtifact.FileName));
        var statistics = StatisticsArtifact.Read(Find(files, StatisticsArtifact.FileName));
        var svd = RatingHeadArtifact.Read(Find(files, RatingHeadArtifact.FileName));
        var content = ContentArtifact.Read(Find(files, ContentArtifact.FileName));
        var collaborative = reading.GetAwaiter().GetResult();
        RequireCount(StatisticsArtifact.FileName, statistics.ItemCount);
        RequireCount(RatingHeadArtifact.FileName, svd.ItemCount);
        RequireCount(TrendsArtifact.FileName, trends.Years.Length);
        RequireCount(CollaborativeArtifact.FileName, collaborative.ItemCount);
        RequireCount(ContentArtifact.FileName, content.ItemCount);
        var members = new HybridMembers(collaborative, svd, content, statistics);
        var hybrid = HybridArtifact.Read(Find(files, HybridArtifact.FileName), members);
        return new ModelSet(catalog, statistics, svd, collaborative, content, hybrid);

        void RequireCount(string name, int count)
        {
            if (count != catalog.Count)
                throw new InvalidDataException($"{name} is of {count} movies; {CatalogArtifact.FileName} has {catalog.Count}.");
        }
    }

    private static ReadOnlyMemory<byte> Find(IReadOnlyList<ArtifactFile> files, string name) =>
        files.FirstOrDefault(file => file.Name == name)?.Content
        ?? throw new InvalidDataException($"The model has no {name}.");
}
