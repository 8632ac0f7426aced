namespace Recofilm.Core.Metrics;

/// <summary>The constants of the evaluation protocol; figures are comparable only while these stay as they are.</summary>
public static class EvaluationProtocol
{
    /// <summary>The lowest test rating that counts as relevant, on scales of half and of whole stars alike.</summary>
    public const float RelevantRating = 4f;

    /// <summary>Length of the recommendation lists that are evaluated.</summary>
    public const int ListLength = 10;

    /// <summary>Length of the list whose recall shows what another model could choose from.</summary>
    public const int WideListLength = 100;

    /// <summary>The fewest ratings of a user who is tested (next visit: ratings before the last visit).</summary>
    public const int MinimumRatings = 10;

    /// <summary>In-visit: the last ratings of each user are test, one in this many.</summary>
    public const int InVisitTestDivisor = 5;

    /// <summary>Seconds without a rating that end a visit: one day.</summary>
    public const long VisitGapSeconds = 86_400;

    /// <summary>The default number of folds of the rating cross-validation.</summary>
    public const int Folds = 5;
}
