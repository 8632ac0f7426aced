using Recofilm.Core.Catalog;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Files;

/// <summary>The data on which models are evaluated.</summary>
/// <param name="Catalog">The movies; all of them are candidates.</param>
/// <param name="Ratings">All ratings, train and test.</param>
/// <param name="Folds">Folds for the rating cross-validation; <see langword="null"/> when a split is given.</param>
/// <param name="Splits">Ranking splits.</param>
/// <param name="Notices">Remarks about the data that a reader of the figures should know, one line each.</param>
public sealed record EvaluationData(
    MovieCatalog Catalog,
    RatingMatrix Ratings,
    FoldAssignment? Folds,
    IReadOnlyList<EvaluationSplit> Splits,
    IReadOnlyList<string> Notices)
{
    /// <summary>The name of a split given by two files.</summary>
    public const string Given = "given";
}
