namespace Recofilm.Lab.Baselines;

/// <summary>The options of <see cref="FunkSvd"/>; the defaults are those of the Surprise library's SVD.</summary>
public sealed record FunkSvdOptions
{
    /// <summary>The length of the factor vectors, at least 1.</summary>
    public int Factors { get; init; } = 100;

    /// <summary>Passes over the ratings, at least 1.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>γ, the step size, positive.</summary>
    public float LearningRate { get; init; } = 0.005f;

    /// <summary>λ, at least 0.</summary>
    public float Regularisation { get; init; } = 0.02f;

    /// <summary>The standard deviation of the initial factors, at least 0.</summary>
    public float InitialDeviation { get; init; } = 0.1f;

    /// <summary>The seed of the initial factors.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names it and its range.</exception>
    public void Validate()
    {
        if (Factors < 1)
            throw new ArgumentException($"Factors must be at least 1; got {Factors}.");
        if (Epochs < 1)
            throw new ArgumentException($"Epochs must be at least 1; got {Epochs}.");
        if (!(LearningRate > 0))
            throw new ArgumentException(FormattableString.Invariant($"LearningRate must be positive; got {LearningRate}."));
        if (!(Regularisation >= 0))
            throw new ArgumentException(FormattableString.Invariant($"Regularisation must be at least 0; got {Regularisation}."));
        if (!(InitialDeviation >= 0))
            throw new ArgumentException(
                FormattableString.Invariant($"InitialDeviation must be at least 0; got {InitialDeviation}."));
    }
}
