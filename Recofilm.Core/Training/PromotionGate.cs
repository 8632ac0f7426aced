using System.Globalization;
using Recofilm.Core.Artifacts;

namespace Recofilm.Core.Training;

/// <summary>
/// Decides whether a candidate may replace the champion: RMSE and NDCG, which both were measured on by the same protocol,
/// must not be worse beyond what chance explains.
/// </summary>
/// <param name="rmseTolerance">How many stars the RMSE may rise.</param>
/// <param name="ndcgTolerance">How far NDCG may fall, unless two standard errors of it are more.</param>
public sealed class PromotionGate(double rmseTolerance, double ndcgTolerance)
{
    /// <summary>Compares a candidate's metrics with the champion's.</summary>
    /// <param name="candidate">The candidate's metrics.</param>
    /// <param name="champion">The champion's manifest, or <see langword="null"/> when there is no champion that loads.</param>
    public GateDecision Decide(IReadOnlyDictionary<string, double> candidate, ModelManifest? champion)
    {
        var invalid = candidate.Where(metric => !double.IsFinite(metric.Value)).Select(metric => metric.Key).Order().ToArray();
        if (invalid.Length > 0)
            return new GateDecision(false, $"Not a number: {string.Join(", ", invalid)}.", champion?.Version);
        if (champion is null)
            return new GateDecision(true, "There is no champion to compare with.", null);

        var compared = candidate.Keys
            .Where(name => champion.Metrics.ContainsKey(name) && ToleranceOf(name, candidate) is not null)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var worse = compared.Where(name => IsWorse(name, candidate, champion)).ToArray();
        var reason = (compared.Length, worse.Length) switch
        {
            (0, _) => "Candidate and champion share no measure.",
            (_, 0) => $"Not worse than the champion in {string.Join(", ", compared)}.",
            _ => $"Worse than the champion: {string.Join("; ", worse.Select(name => Describe(name, candidate, champion)))}.",
        };
        return new GateDecision(worse.Length == 0, reason, champion.Version);
    }

    private bool IsWorse(string name, IReadOnlyDictionary<string, double> candidate, ModelManifest champion)
    {
        var change = candidate[name] - champion.Metrics[name];
        var loss = name.EndsWith("_rmse", StringComparison.Ordinal) ? change : -change;
        return loss > ToleranceOf(name, candidate);
    }

    private double? ToleranceOf(string name, IReadOnlyDictionary<string, double> candidate)
    {
        if (name.EndsWith("_rmse", StringComparison.Ordinal))
            return rmseTolerance;
        return name.EndsWith("_ndcg", StringComparison.Ordinal)
            ? Math.Max(ndcgTolerance, 2 * candidate.GetValueOrDefault($"{name}_se"))
            : null;
    }

    private string Describe(string name, IReadOnlyDictionary<string, double> candidate, ModelManifest champion) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{name} {candidate[name]:F4} against {champion.Metrics[name]:F4}, tolerance {ToleranceOf(name, candidate):F4}");
}
