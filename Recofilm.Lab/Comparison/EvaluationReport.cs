using Recofilm.Core.Metrics;
using Recofilm.Lab.Files;

namespace Recofilm.Lab.Comparison;

/// <summary>The results of an evaluation, in the order in which the user named the models.</summary>
/// <param name="Rating">The errors of predicted ratings by model, cross-validated or on the given split.</param>
/// <param name="Ranking">The quality of lists by split.</param>
/// <param name="Data">The data on which the models were evaluated.</param>
public sealed record EvaluationReport(
    IReadOnlyList<(string Model, RatingResult Result)> Rating,
    IReadOnlyList<SplitReport> Ranking,
    EvaluationData Data)
{
    /// <summary>The recall of the hybrid's candidates by split; empty when it was not measured.</summary>
    public IReadOnlyList<CandidateRecall> Candidates { get; init; } = [];
}

/// <summary>The quality of the models' lists on one split.</summary>
/// <param name="Split">The split.</param>
/// <param name="Models">Results by model, pooled over the split's cuts; all hold the same lists in the same order.</param>
public sealed record SplitReport(EvaluationSplit Split, IReadOnlyList<(string Model, RankingResult Result)> Models);
