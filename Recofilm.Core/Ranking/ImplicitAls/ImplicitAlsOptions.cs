using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Ranking.ImplicitAls;

/// <summary>Options of the implicit-feedback factor model.</summary>
public sealed record ImplicitAlsOptions
{
    /// <summary>Number of factors, 1 to 512.</summary>
    public int Dimension { get; init; } = 64;

    /// <summary>Sweeps over users and movies, 1 to 100.</summary>
    public int Sweeps { get; init; } = 6;

    /// <summary>
    /// Conjugate-gradient steps per row and sweep, 1 to 100; each sweep starts from the result of the previous one.
    /// </summary>
    public int ConjugateGradientSteps { get; init; } = 3;

    /// <summary>Weight of a pair without a rating (a₀), above 0.</summary>
    public float UnobservedWeight { get; init; } = 0.3f;

    /// <summary>Regularisation per unit of a row's weight, above 0.</summary>
    public float Regularization { get; init; } = 0.01f;

    /// <summary>Confidence s(r) of a rating.</summary>
    public PreferenceWeights Confidence { get; init; } = new(1f, 0.4f, 0.1f);

    /// <summary>The factor by which a rating weighs more in the fold-in than in training, above 0.</summary>
    public float FoldInWeight { get; init; } = 4f;

    internal void Validate()
    {
        Throw(Dimension is < 1 or > 512, nameof(Dimension), "must be between 1 and 512");
        Throw(Sweeps is < 1 or > 100, nameof(Sweeps), "must be between 1 and 100");
        Throw(ConjugateGradientSteps is < 1 or > 100, nameof(ConjugateGradientSteps), "must be between 1 and 100");
        Throw(!(UnobservedWeight > 0), nameof(UnobservedWeight), "must be above 0");
        Throw(!(Regularization > 0), nameof(Regularization), "must be above 0");
        Throw(!(FoldInWeight > 0), nameof(FoldInWeight), "must be above 0");
        Confidence.Validate(nameof(Confidence));

        static void Throw(bool wrong, string option, string rule)
        {
            if (wrong)
                throw new ArgumentException($"{option} {rule}.", option);
        }
    }
}
