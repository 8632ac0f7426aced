using Recofilm.Core.Catalog;
using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Evaluation.Files;

/// <summary>What models are judged on.</summary>
/// <param name="Catalog">The movies; all of them are candidates.</param>
/// <param name="Ratings">All ratings, train and test.</param>
/// <param name="Folds">Folds for the rating cross-validation; <see langword="null"/> when a split is given.</param>
/// <param name="Splits">Ranking splits by the names they have in reports.</param>
/// <param name="Notices">What the reader of the figures should know about the data, one line each.</param>
public sealed record EvaluationData(
    MovieCatalog Catalog,
    RatingMatrix Ratings,
    FoldAssignment? Folds,
    IReadOnlyList<(string Name, RankingSplit Split)> Splits,
    IReadOnlyList<string> Notices)
{
    /// <summary>The name of the split that continues a visit.</summary>
    public const string InVisit = "in_visit";

    /// <summary>The name of the split at the return on another day.</summary>
    public const string NextVisit = "next_visit";

    /// <summary>The name of a split given by two files.</summary>
    public const string Given = "given";
}
