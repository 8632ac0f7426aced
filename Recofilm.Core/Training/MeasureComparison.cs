namespace Recofilm.Core.Training;

/// <summary>One measure of a candidate and of the champion.</summary>
/// <param name="Name">The name of the measure, such as <c>hybrid_in_visit_ndcg</c>; <c>_rmse</c> at the end marks errors.</param>
/// <param name="Candidate">The candidate's value.</param>
/// <param name="Champion">The champion's value.</param>
/// <param name="StandardError">The standard error of the difference.</param>
public readonly record struct MeasureComparison(string Name, double Candidate, double Champion, double StandardError)
{
    /// <summary>The suffix of errors in stars.</summary>
    public const string Rmse = "_rmse";

    /// <summary>The suffix of the NDCG of lists.</summary>
    public const string Ndcg = "_ndcg";

    /// <summary>Whether a lower value is better.</summary>
    public bool IsError => Name.EndsWith(Rmse, StringComparison.Ordinal);

    /// <summary>The amount by which the candidate is worse; negative when it is better.</summary>
    public double Loss => IsError ? Candidate - Champion : Champion - Candidate;

    /// <summary>Compares recorded metrics, each measured on the model's own test data, when no common data exists.</summary>
    /// <param name="candidate">The candidate's metrics.</param>
    /// <param name="champion">The champion's metrics, from its manifest.</param>
    public static IReadOnlyList<MeasureComparison> OfRecorded(
        IReadOnlyDictionary<string, double> candidate, IReadOnlyDictionary<string, double> champion) =>
    [
        .. from measure in candidate
           where measure.Key.EndsWith(Rmse, StringComparison.Ordinal) || measure.Key.EndsWith(Ndcg, StringComparison.Ordinal)
           where champion.ContainsKey(measure.Key)
           orderby measure.Key
           select new MeasureComparison(
               measure.Key, measure.Value, champion[measure.Key], candidate.GetValueOrDefault($"{measure.Key}_se")),
    ];
}
