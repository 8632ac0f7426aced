using System.Text.Json.Serialization;
using Recofilm.Core.Ranking.ImplicitAls;
using Recofilm.Core.Ranking.ItemItem;

namespace Recofilm.Core.Ranking;

/// <summary>Options of the collaborative ranking model; the defaults are the tuned values.</summary>
public sealed record CollaborativeOptions
{
    /// <summary>Options of the item-to-item weights.</summary>
    public ItemItemOptions Neighbours { get; init; } = new();

    /// <summary>Options of the factor model.</summary>
    public ImplicitAlsOptions Factors { get; init; } = new();

    /// <summary>
    /// The session blend: the mixture of both models during a visit and on a return. Its JSON name stays, because manifests and
    /// the paths of <c>recofilm tune</c> hold it.
    /// </summary>
    [JsonPropertyName("regimes")]
    public SessionBlendOptions Blend { get; init; } = new();

    /// <summary>
    /// The largest number of ratings from which training learns the session blend (<see cref="SessionBlendOptions"/>). Training
    /// samples whole users of larger data. At least 0; 0 learns nothing.
    /// </summary>
    public int VisitRatings { get; init; } = 300_000;

    /// <summary>
    /// The largest number of returns from which training learns <see cref="SessionBlendOptions.Return"/>. At least 0; 0 keeps it.
    /// </summary>
    public int ReturnVisits { get; init; } = 2_000;

    /// <summary>The number of training threads; 0 takes one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The seed of the factors' initial values.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it and the range.</exception>
    public void Validate()
    {
        if (Threads < 0)
            throw new ArgumentException($"{nameof(Threads)} must be at least 0.", nameof(Threads));
        if (VisitRatings < 0)
            throw new ArgumentException($"{nameof(VisitRatings)} must be at least 0.", nameof(VisitRatings));
        if (ReturnVisits < 0)
            throw new ArgumentException($"{nameof(ReturnVisits)} must be at least 0.", nameof(ReturnVisits));
        Neighbours.Validate();
        Factors.Validate();
        Blend.Validate();
    }
}
