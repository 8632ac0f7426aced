namespace Recofilm.Core.Training;

/// <summary>One measure of a candidate and of the champion.</summary>
/// <param name="Name">The measure, such as <c>hybrid_in_visit_ndcg</c>; of one whose name ends in <c>_rmse</c> less is better.</param>
/// <param name="Candidate">The candidate's value.</param>
/// <param name="Champion">The champion's.</param>
/// <param name="StandardError">How far chance may have moved the difference.</param>
public readonly record struct MeasureComparison(string Name, double Candidate, double Champion, double StandardError)
{
    /// <summary>The end of the name of an error in stars.</summary>
    public const string Rmse = "_rmse";

    /// <summary>The end of the name of a figure of lists.</summary>
    public const string Ndcg = "_ndcg";

    /// <summary>Whether less is better.</summary>
    public bool IsError => Name.EndsWith(Rmse, StringComparison.Ordinal);

    /// <summary>How much worse the candidate is; negative when it is better.</summary>
    public double Loss => IsError ? Candidate - Champion : Champion - Candidate;

    /// <summary>Compares what two models measured on data of their own, for want of the same.</summary>
    /// <param name="candidate">The candidate's metrics.</param>
    /// <param name="champion">The champion's, from its manifest.</param>
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
