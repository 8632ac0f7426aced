using Recofilm.Core.Evaluation.Files;
using Recofilm.Core.Evaluation.Splits;

namespace Recofilm.Core.Evaluation.Comparison;

/// <summary>Everything an evaluation found, in the order in which models were asked for.</summary>
/// <param name="Rating">Cross-validated rating prediction by model.</param>
/// <param name="Ranking">Lists by split.</param>
/// <param name="Data">What it was found on.</param>
public sealed record EvaluationReport(
    IReadOnlyList<(string Model, RatingResult Result)> Rating,
    IReadOnlyList<SplitReport> Ranking,
    EvaluationData Data);

/// <summary>How models' lists did on one split.</summary>
/// <param name="Name">The split's name.</param>
/// <param name="Split">The split.</param>
/// <param name="Models">Results by model; all hold the same users in the same order.</param>
public sealed record SplitReport(
    string Name, RankingSplit Split, IReadOnlyList<(string Model, RankingResult Result)> Models);
