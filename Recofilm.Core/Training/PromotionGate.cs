using System.Globalization;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Training;

/// <summary>
/// Decides whether a candidate may replace the champion: RMSE and NDCG must not be worse by more than chance explains. Both
/// models are measured on the same ratings, user by user, or compared by the champion's recorded figures if that is impossible.
/// </summary>
/// <param name="rmseTolerance">The tolerated rise of the RMSE in stars; two standard errors of the difference at least.</param>
/// <param name="ndcgTolerance">The tolerated fall of NDCG; two standard errors of the difference at least.</param>
public sealed class PromotionGate(double rmseTolerance, double ndcgTolerance)
{
    private const double StandardErrors = 2;

    /// <summary>Compares a candidate with the champion.</summary>
    /// <param name="candidate">The candidate's metrics.</param>
    /// <param name="paired">Both on the same ratings; empty when the champion could not be measured on them.</param>
    /// <param name="champion">The champion's manifest; <see langword="null"/> when there is no champion that loads.</param>
    public GateDecision Decide(
        IReadOnlyDictionary<string, double> candidate, IReadOnlyList<MeasureComparison> paired, ModelManifest? champion)
    {
        var invalid = candidate.Where(metric => !double.IsFinite(metric.Value)).Select(metric => metric.Key).Order().ToArray();
        if (invalid.Length > 0)
            return new GateDecision(false, $"Not a number: {string.Join(", ", invalid)}.", champion?.Version);
        if (champion is null)
            return new GateDecision(true, "There is no champion to compare with.", null);

        var compared = paired.Count > 0 ? paired : MeasureComparison.OfRecorded(candidate, champion.Metrics);
        var worse = compared.Where(measure => measure.Loss > ToleranceOf(measure)).ToArray();
        var where = paired.Count > 0 ? " on the same ratings" : "";
        var reason = (compared.Count, worse.Length) switch
        {
            (0, _) => "Candidate and champion share no measure.",
            (_, 0) => $"Not worse than the champion{where} in {string.Join(", ", compared.Select(measure => measure.Name))}.",
            _ => $"Worse than the champion{where}: {string.Join("; ", worse.Select(Describe))}.",
        };
        return new GateDecision(worse.Length == 0, reason, champion.Version);
    }

    private double ToleranceOf(MeasureComparison measure) =>
        Math.Max(measure.IsError ? rmseTolerance : ndcgTolerance, StandardErrors * measure.StandardError);

    private string Describe(MeasureComparison measure) => string.Create(
        CultureInfo.InvariantCulture,
        $"{measure.Name} {measure.Candidate:F4} against {measure.Champion:F4}, tolerance {ToleranceOf(measure):F4}");
}
