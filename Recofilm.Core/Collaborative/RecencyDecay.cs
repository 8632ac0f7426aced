using System.Numerics.Tensors;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// How the weight of a rating falls with the number of later ones: <c>floor + (1 − floor) e^(−b / horizon)</c>.
/// </summary>
/// <param name="Horizon">How many ratings it takes for the decaying part to fall to 1/e; above 0.</param>
/// <param name="Floor">The share of the weight that never decays; 0 to 1.</param>
public readonly record struct RecencyDecay(float Horizon, float Floor)
{
    /// <summary>Every rating counts as much as the last.</summary>
    public static RecencyDecay None { get; } = new(1e6f, 1f);

    /// <summary>The weight of a rating with <paramref name="later"/> ratings after it, in (0, 1].</summary>
    public float Of(int later) => Floor + ((1 - Floor) * MathF.Exp(-later / Horizon));

    /// <summary>The weights of many ratings.</summary>
    /// <param name="later">How many ratings come after each.</param>
    /// <param name="weights">Receives a weight for each.</param>
    public void Of(ReadOnlySpan<int> later, Span<float> weights)
    {
        TensorPrimitives.ConvertTruncating(later, weights);
        TensorPrimitives.Divide(weights, -Horizon, weights);
        TensorPrimitives.Exp(weights, weights);
        TensorPrimitives.Multiply(weights, 1 - Floor, weights);
        TensorPrimitives.Add(weights, Floor, weights);
    }

    /// <summary>A decay between two others: horizons geometrically, floors linearly.</summary>
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
