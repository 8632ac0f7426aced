using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Ranking.ItemItem;

/// <summary>Options of the time-aware item-to-item weights.</summary>
public sealed record ItemItemOptions
{
    /// <summary>The number of source movies that each movie is predicted from, 1 to 500.</summary>
    public int Neighbours { get; init; } = 100;

    /// <summary>The fewest ratings of a movie that takes part, at least 1.</summary>
    public int MinimumRatings { get; init; } = 2;

    /// <summary>
    /// The largest number of movies that take part, the most rated first, 1 to 40,000. It limits the memory of the Gram matrix to
    /// 2 · <see cref="MaximumItems"/>² bytes.
    /// </summary>
    public int MaximumItems { get; init; } = 12_000;

    /// <summary>
    /// The largest number of rating pairs to count, at least 1. If there are more, only pairs within a window of ratings are
    /// counted; there is then enough data without the others.
    /// </summary>
    public long PairBudget { get; init; } = 2_000_000_000;

    /// <summary>Weight s(r) of a rating as a source, in training and in requests.</summary>
    public PreferenceWeights Source { get; init; } = new(1f, 0.4f, 0.15f);

    /// <summary>Weight t(r) of a rating as a target.</summary>
    public PreferenceWeights Target { get; init; } = new(1f, 0.6f, 0.05f);

    /// <summary>The weight of a pair of ratings in the Gram matrix, by the number of ratings δ between them.</summary>
    public RecencyDecay GramDecay { get; init; } = new(20f, 0.5f);

    /// <summary>
    /// The weight of a pair in the undirected part of the cross products, by the number of ratings δ between them.
    /// </summary>
    public RecencyDecay UndirectedDecay { get; init; } = new(20f, 0.5f);

    /// <summary>
    /// The weight of a pair in the directed part, source before target, by the number of ratings δ between them.
    /// </summary>
    public RecencyDecay DirectedDecay { get; init; } = new(30f, 0.4f);

    /// <summary>Share of the undirected part, 0 to 1.</summary>
    public float UndirectedShare { get; init; } = 0.6f;

    /// <summary>Ridge λ, above 0.</summary>
    public float Regularization { get; init; } = 100f;

    /// <summary>Exponent by which λ grows with a source's weight relative to the mean, 0 to 1.</summary>
    public float RegularizationPower { get; init; } = 0.1f;

    /// <summary>Exponent by which a movie's score falls with the number of users who like it, 0 to 1.</summary>
    public float PopularityPower { get; init; } = 0.1f;

    internal void Validate()
    {
        Throw(Neighbours is < 1 or > 500, nameof(Neighbours), "must be between 1 and 500");
        Throw(MinimumRatings < 1, nameof(MinimumRatings), "must be at least 1");
        Throw(MaximumItems is < 1 or > 40_000, nameof(MaximumItems), "must be between 1 and 40000");
        Throw(PairBudget < 1, nameof(PairBudget), "must be at least 1");
        Throw(!(UndirectedShare is >= 0 and <= 1), nameof(UndirectedShare), "must be between 0 and 1");
        Throw(!(Regularization > 0), nameof(Regularization), "must be above 0");
        Throw(!(RegularizationPower is >= 0 and <= 1), nameof(RegularizationPower), "must be between 0 and 1");
        Throw(!(PopularityPower is >= 0 and <= 1), nameof(PopularityPower), "must be between 0 and 1");
        Source.Validate(nameof(Source));
        Target.Validate(nameof(Target));
        GramDecay.Validate(nameof(GramDecay));
        UndirectedDecay.Validate(nameof(UndirectedDecay));
        DirectedDecay.Validate(nameof(DirectedDecay));

        static void Throw(bool wrong, string option, string rule)
        {
            if (wrong)
                throw new ArgumentException($"{option} {rule}.", option);
        }
    }
}
