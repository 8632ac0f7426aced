using Recofilm.Core.Ratings;

namespace Recofilm.Core.Metrics.Splits;

/// <summary>The cross-validation fold of each rating of a matrix.</summary>
public sealed class FoldAssignment
{
    private readonly int[] _folds;

    /// <summary>Wraps given folds.</summary>
    /// <param name="folds">One fold per position of the matrix, from 0 to one less than the number of folds, none empty.</param>
    /// <exception cref="ArgumentException">A fold is negative or empty, or there are fewer than two.</exception>
    public FoldAssignment(int[] folds)
    {
        Count = folds.Length == 0 ? 0 : folds.Max() + 1;
        if (Count < 2)
            throw new ArgumentException("Cross-validation needs at least two folds.", nameof(folds));
        var sizes = new int[Count];
        foreach (var fold in folds)
        {
            if (fold < 0)
                throw new ArgumentException($"Fold {fold} is negative.", nameof(folds));
            sizes[fold]++;
        }

        if (Array.IndexOf(sizes, 0) is var empty and >= 0)
            throw new ArgumentException($"Fold {empty} has no ratings.", nameof(folds));
        _folds = folds;
    }

    /// <summary>The number of folds.</summary>
    public int Count { get; }

    /// <summary>Fold by position of the matrix.</summary>
    public ReadOnlySpan<int> Folds => _folds;

    /// <summary>Deals ratings to folds at random; fold sizes differ by at most one.</summary>
    /// <param name="ratings">The matrix to divide; at least <paramref name="folds"/> ratings.</param>
    /// <param name="folds">The number of folds, at least 2.</param>
    /// <param name="seed">The same seed gives the same folds.</param>
    public static FoldAssignment Seeded(RatingMatrix ratings, int folds = EvaluationProtocol.Folds, ulong seed = 1)
    {
        var assigned = new int[ratings.Count];
        for (var position = 0; position < assigned.Length; position++)
            assigned[position] = position % folds;
        new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(assigned);
        return new FoldAssignment(assigned);
    }

    /// <summary>Returns the ratings of every other fold.</summary>
    public RatingMatrix TrainOf(RatingMatrix ratings, int fold) => ratings.Where(Mark(fold, inFold: false));

    /// <summary>Returns the ratings of a fold.</summary>
    public RatingMatrix TestOf(RatingMatrix ratings, int fold) => ratings.Where(Mark(fold, inFold: true));

    private bool[] Mark(int fold, bool inFold) => Array.ConvertAll(_folds, assigned => assigned == fold == inFold);
}
