using Recofilm.Core.Hybrid;
using Recofilm.Core.Training;

namespace Recofilm.Core.Artifacts;

/// <summary>Turns trained models into the files of a version and back.</summary>
public static class ModelArtifact
{
    /// <summary>The files, in ordinal order of their names; the same models give the same bytes.</summary>
    public static IReadOnlyList<ArtifactFile> Write(ModelSet models) =>
    [
        new(CollaborativeArtifact.FileName, CollaborativeArtifact.Write(models.Collaborative)),
        new(ContentArtifact.FileName, ContentArtifact.Write(models.Content)),
        new(HybridArtifact.FileName, HybridArtifact.Write(models.Hybrid)),
        new(CatalogArtifact.FileName, CatalogArtifact.Write(models.Catalog)),
        new(StatisticsArtifact.FileName, StatisticsArtifact.Write(models.Statistics)),
        new(SvdArtifact.FileName, SvdArtifact.Write(models.Svd)),
        new(TrendsArtifact.FileName, TrendsArtifact.Write(models.Hybrid.Members.Trends)),
    ];

    /// <summary>The models.</summary>
    /// <exception cref="InvalidDataException">A file is missing, malformed, or of another number of movies.</exception>
    public static ModelSet Read(IReadOnlyList<ArtifactFile> files)
    {
        var trends = TrendsArtifact.Read(Find(TrendsArtifact.FileName));
        // What takes longest goes on beside all others: an instance that starts serves nobody before it is done.
        var ranking = Task.Run(() => CollaborativeArtifact.Read(Find(CollaborativeArtifact.FileName), trends));
        var catalog = CatalogArtifact.Read(Find(CatalogArtifact.FileName));
        var statistics = StatisticsArtifact.Read(Find(StatisticsArtifact.FileName));
        var svd = SvdArtifact.Read(Find(SvdArtifact.FileName));
        var content = ContentArtifact.Read(Find(ContentArtifact.FileName));
        var collaborative = ranking.GetAwaiter().GetResult();
        RequireCount(StatisticsArtifact.FileName, statistics.ItemCount);
        RequireCount(SvdArtifact.FileName, svd.ItemCount);
        RequireCount(TrendsArtifact.FileName, trends.Years.Length);
        RequireCount(CollaborativeArtifact.FileName, collaborative.ItemCount);
        RequireCount(ContentArtifact.FileName, content.ItemCount);
        var members = new HybridMembers(collaborative, svd, content, statistics);
        var hybrid = HybridArtifact.Read(Find(HybridArtifact.FileName), members);
        return new ModelSet(catalog, statistics, svd, collaborative, content, hybrid);

        ReadOnlyMemory<byte> Find(string name) => files.FirstOrDefault(file => file.Name == name)?.Content
            ?? throw new InvalidDataException($"The model has no {name}.");

        void RequireCount(string name, int count)
        {
            if (count != catalog.Count)
                throw new InvalidDataException($"{name} is of {count} movies; {CatalogArtifact.FileName} has {catalog.Count}.");
        }
    }
}
