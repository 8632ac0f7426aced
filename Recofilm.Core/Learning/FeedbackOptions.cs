namespace Recofilm.Core.Learning;

/// <summary>When new ratings start a partial training: <c>Recofilm:Feedback</c>. Both limits must be reached.</summary>
public sealed class FeedbackOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Feedback";

    /// <summary>How many new ratings are enough: at least 1.</summary>
    public int MinimumRatings { get; set; } = 1_000;

    /// <summary>Which share of the ratings that the champion learned from they must be: 0 to 1.</summary>
    public double MinimumShare { get; set; } = 0.001;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (MinimumRatings < 1)
            yield return $"{Section}:MinimumRatings must be at least 1; it is {MinimumRatings}.";
        if (!(MinimumShare is >= 0 and <= 1))
            yield return FormattableString.Invariant($"{Section}:MinimumShare must be 0 to 1; it is {MinimumShare}.");
    }
}
