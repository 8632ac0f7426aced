using Recofilm.Core.Artifacts;
using Recofilm.Core.Online;

namespace Recofilm.Core.Learning;

/// <summary>Reads how model versions did with real users.</summary>
/// <param name="measures">The measures.</param>
public sealed class VersionRecords(OnlineMeasures measures)
{
    /// <summary>One version's.</summary>
    public async Task<VersionRecord> OfAsync(
        ModelVersion version, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        VersionRecord.Of(await measures.ReadByUserAsync(version, OnlineMeasures.AllStrategies, from, to, cancellationToken));

    /// <summary>That of all versions together.</summary>
    /// <param name="from">The first moment of the period.</param>
    /// <param name="to">The first moment after it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="except">A version that is left out.</param>
    public async Task<VersionRecord> OfAllAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken, ModelVersion? except = null)
    {
        var rows = new List<UserOnlineSums>();
        foreach (var name in (await measures.ReadAsync(from, to, cancellationToken)).Select(measure => measure.ModelVersion).Distinct())
        {
            if (ModelVersion.TryParse(name, out var version) && version != except)
                rows.AddRange(await measures.ReadByUserAsync(version, OnlineMeasures.AllStrategies, from, to, cancellationToken));
        }

        return VersionRecord.Of(rows);
    }
}
