namespace Recofilm.Core.Serving;

/// <summary>A request for hybrid recommendations: from the whole profile, or movies like one movie for this user.</summary>
public sealed record HybridRequest : RecommendationRequest
{
    /// <summary>The movie that the list shall resemble, or <see langword="null"/> for the user's whole profile.</summary>
    public int? AnchorMovieId { get; init; }

    /// <summary>
    /// The share of the collaborative side, 0 (content alone) to 1 (collaborative alone); <see langword="null"/> for the
    /// combination that training learned.
    /// </summary>
    public float? Weight { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Weight is { } weight && !(weight is >= 0 and <= 1))
            throw new ArgumentException($"Weight must be 0 to 1; got {weight}.", nameof(Weight));
    }
}
