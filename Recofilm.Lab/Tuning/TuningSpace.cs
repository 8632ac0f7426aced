namespace Recofilm.Lab.Tuning;

/// <summary>The options that a search changes for one model.</summary>
/// <param name="Model">The model's name in reports.</param>
/// <param name="MinimumGain">
/// The smallest gain of the score for which a change is taken; a smaller gain is noise, and the current value stays.
/// </param>
/// <param name="Parameters">The options, in the order in which they are tried.</param>
public sealed record TuningSpace(string Model, double MinimumGain, IReadOnlyList<TuningParameter> Parameters)
{
    /// <summary>The spaces that <c>recofilm tune</c> knows.</summary>
    public static IReadOnlyList<TuningSpace> All { get; } =
    [
        new("svd", 0.001,
        [
            new("svd.burn_in_sweeps", 30, 50),
            new("svd.samples", 10, 20),
            new("svd.sample_interval", 1, 2),
            new("svd.noise_degrees_of_freedom", 6, 10, 20, 40),
        ]),
        new("collaborative", 0.004,
        [
            new("collaborative.regimes.return.newness_weight", 0, 0.5, 0.75, 1, 1.25, 1.5),
            new("collaborative.regimes.newness_years", 0.5, 1, 2),
            new("collaborative.regimes.return.factor_share", 0.4, 0.5, 0.6, 0.7, 0.8),
            new("collaborative.regimes.return.neighbour_decay.horizon", 20, 30, 60, 120),
            new("collaborative.regimes.return.factor_decay.horizon", 20, 30, 60, 120),
            new("collaborative.regimes.return.trend_weight", 0, 0.4, 0.8, 1.2, 1.6),
            new("collaborative.regimes.trend_half_life_share", 0.0078125, 0.015625, 0.03125, 0.0625),
            new("collaborative.regimes.trend_pseudo_ratings", 1, 3, 10, 30),
            new("collaborative.regimes.visit.factor_share", 0, 0.1, 0.2, 0.3),
            new("collaborative.regimes.visit.neighbour_decay.horizon", 4, 6, 9),
            new("collaborative.regimes.visit.factor_decay.horizon", 4, 6, 9),
            new("collaborative.neighbours.neighbours", 50, 100, 150),
            new("collaborative.neighbours.regularization", 50, 100, 200),
            new("collaborative.neighbours.popularity_power", 0, 0.1, 0.2),
            new("collaborative.factors.regularization", 0.005, 0.01, 0.02),
            new("collaborative.factors.unobserved_weight", 0.15, 0.3, 0.6),
        ]),
        new("content", 0.002,
        [
            new("content.genre_weight", 0.5, 1, 2),
            new("content.tag_weight", 4, 8, 16),
            new("content.tag_prior", 1, 2, 4),
            new("content.title_weight", 0.2, 0.4, 0.8),
            new("content.era_weight", 0.25, 0.5, 1),
            new("content.profile.rating_offset", 0.5, 1, 2),
            new("content.profile.recency_horizon", 10, 20, 40),
        ]),
        new("hybrid", 0.004,
        [
            new("hybrid.forest.trees", 200, 400, 800),
            new("hybrid.forest.learning_rate", 0.03, 0.05, 0.08),
            new("hybrid.forest.depth", 3, 4),
            new("hybrid.forest.regularization", 3, 10, 30),
            new("hybrid.forest.minimum_leaf", 20, 50, 100),
        ]),
    ];
}
