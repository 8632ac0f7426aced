using System.Numerics.Tensors;

namespace Recofilm.Core.Ranking.Recency;

/// <summary>
/// The decay of a rating's weight with the number b of later ratings: <c>floor + (1 − floor) e^(−b / horizon)</c>.
/// </summary>
/// <param name="Horizon">The number of ratings over which the decaying part falls to 1/e; above 0.</param>
/// <param name="Floor">The share of the weight that never decays; 0 to 1.</param>
public readonly record struct RecencyDecay(float Horizon, float Floor)
{
    /// <summary>No decay: every rating counts as much as the last.</summary>
    public static RecencyDecay None { get; } = new(1e6f, 1f);

    /// <summary>Returns the same decay over another number of ratings.</summary>
    public RecencyDecay WithHorizon(float horizon) => this with { Horizon = horizon };

    /// <summary>Returns the weight of a rating with <paramref name="later"/> ratings after it, in (0, 1].</summary>
    public float Of(int later) => Floor + ((1 - Floor) * MathF.Exp(-later / Horizon));

    /// <summary>Computes the weights of many ratings.</summary>
    /// <param name="later">The number of later ratings of each.</param>
    /// <param name="weights">Receives one weight per rating.</param>
    public void Of(ReadOnlySpan<int> later, Span<float> weights)
    {
        TensorPrimitives.ConvertTruncating(later, weights);
        TensorPrimitives.Divide(weights, -Horizon, weights);
        TensorPrimitives.Exp(weights, weights);
        TensorPrimitives.Multiply(weights, 1 - Floor, weights);
        TensorPrimitives.Add(weights, Floor, weights);
    }

    /// <summary>Interpolates two decays: horizons geometrically, floors linearly.</summary>
    /// <param name="from">The decay at <paramref name="share"/> 0.</param>
    /// <param name="to">The decay at <paramref name="share"/> 1.</param>
    /// <param name="share">0 to 1.</param>
    public static RecencyDecay Between(RecencyDecay from, RecencyDecay to, float share) => new(
        MathF.Exp(float.Lerp(MathF.Log(from.Horizon), MathF.Log(to.Horizon), share)),
        float.Lerp(from.Floor, to.Floor, share));

    internal void Validate(string name)
    {
        if (!(Horizon > 0) || !float.IsFinite(Horizon))
            throw new ArgumentException($"{name}.{nameof(Horizon)} must be above 0 and finite.", name);
        if (!(Floor >= 0 && Floor <= 1))
            throw new ArgumentException($"{name}.{nameof(Floor)} must be between 0 and 1.", name);
    }
}
