namespace Recofilm.Core.Evaluation;

/// <summary>The constants of the evaluation protocol; figures are comparable only while these stay as they are.</summary>
public static class EvaluationProtocol
{
    /// <summary>A test rating of at least this is a movie the user wanted, on scales of half and of whole stars alike.</summary>
    public const float RelevantRating = 4f;

    /// <summary>Length of the recommendation lists that are judged.</summary>
    public const int ListLength = 10;

    /// <summary>A user needs this many ratings (next visit: before the last visit) to be tested.</summary>
    public const int MinimumRatings = 10;

    /// <summary>In-visit: one in this many ratings of a user, the last ones, are test.</summary>
    public const int InVisitTestDivisor = 5;

    /// <summary>Seconds without a rating that end a visit: one day.</summary>
    public const long VisitGapSeconds = 86_400;

    /// <summary>Folds of the rating cross-validation when none are given.</summary>
    public const int Folds = 5;
}
