using System.Globalization;
using Recofilm.Scale.Reports;

namespace Recofilm.Scale.Measures;

/// <summary>The times of the online measures.</summary>
/// <param name="Impressions">The number of movies that were shown.</param>
/// <param name="Versions">The number of versions that showed them.</param>
/// <param name="ByVersionSeconds">The median time of the measures of all versions.</param>
/// <param name="TogetherSeconds">The median time of the measures of all versions together.</param>
internal sealed record MeasuresReport(long Impressions, int Versions, double ByVersionSeconds, double TogetherSeconds)
{
    private const double Limit = 1;

    /// <summary>The limits of the times.</summary>
    public IReadOnlyList<Target> Targets =>
    [
        new(Name("all versions, one by one"), ByVersionSeconds, Limit, AtLeast: false),
        new(Name("all versions together"), TogetherSeconds, Limit, AtLeast: false),
    ];

    private string Name(string what) => string.Create(
        CultureInfo.InvariantCulture, $"online measures of {Impressions:N0} impressions and {Versions} versions, {what}, s");
}
