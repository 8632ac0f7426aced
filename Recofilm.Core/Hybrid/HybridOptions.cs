using System.Text.Json.Serialization;
using Recofilm.Core.Configuration;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Hybrid.Trees;

namespace Recofilm.Core.Hybrid;

/// <summary>Options of the hybrid ranking; the defaults are the tuned values.</summary>
public sealed record HybridOptions
{
    /// <summary>
    /// The number of places that the training divides among the generators of candidates, 10 to 1,000. The time of a list grows
    /// with the number of candidates.
    /// </summary>
    public int Candidates { get; init; } = 200;

    /// <summary>
    /// The number of the ranking head's best movies in a training example, 10 to 1,000. Other generators add more in fixed
    /// proportions (<see cref="CandidateQuotas.Of"/>), because the quotas are learnt from the same examples.
    /// </summary>
    public int TrainingCandidates { get; init; } = 200;

    /// <summary>
    /// The largest number of splits in visits and between them, each made of the train part of the previous one; 1 to 10. Each
    /// split costs a training of the members.
    /// </summary>
    public int SplitsOfAKind { get; init; } = 5;

    /// <summary>The largest number of splits with new users, 0 to 10.</summary>
    public int NewUserSplits { get; init; } = 3;

    /// <summary>The largest number of cuts in time, 0 to 10.</summary>
    public int TimeSplits { get; init; } = 4;

    /// <summary>The number of lists of each kind after which no further split is made, at least 1.</summary>
    public int ListsOfAKind { get; init; } = 2_000;

    /// <summary>
    /// The largest number of ratings from which examples are made, at least 1. Training samples whole users of larger data;
    /// that is enough for the few parameters of the tree ensemble.
    /// </summary>
    public int ExampleRatings { get; init; } = 1_000_000;

    /// <summary>
    /// The options of the tree ensemble. Their JSON name stays, because manifests and the paths of <c>recofilm tune</c> hold it.
    /// </summary>
    [JsonPropertyName("forest")]
    public TreeEnsembleOptions Ensemble { get; init; } = new();

    /// <summary>The number of training threads; 0 takes one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The seed of all random draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The quotas of as many places when there are too few examples to learn them.</summary>
    internal CandidateQuotas UnlearntQuotas => CandidateQuotas.Of(Math.Max(10, Candidates / 2));

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it and the range.</exception>
    public void Validate()
    {
        OptionRange.Require(Candidates is >= 10 and <= 1000, nameof(Candidates), "must be between 10 and 1000");
        OptionRange.Require(TrainingCandidates is >= 10 and <= 1000, nameof(TrainingCandidates), "must be between 10 and 1000");
        OptionRange.Require(SplitsOfAKind is >= 1 and <= 10, nameof(SplitsOfAKind), "must be between 1 and 10");
        OptionRange.Require(NewUserSplits is >= 0 and <= 10, nameof(NewUserSplits), "must be between 0 and 10");
        OptionRange.Require(TimeSplits is >= 0 and <= 10, nameof(TimeSplits), "must be between 0 and 10");
        OptionRange.Require(ExampleRatings >= 1, nameof(ExampleRatings), "must be at least 1");
        OptionRange.Require(ListsOfAKind >= 1, nameof(ListsOfAKind), "must be at least 1");
        OptionRange.Require(Threads >= 0, nameof(Threads), "must be at least 0");
        Ensemble.Validate();
    }
}
