namespace Recofilm.Core.Hybrid;

/// <summary>Options of the hybrid ranking; the defaults are the tuned values.</summary>
public sealed record HybridOptions
{
    /// <summary>How many of the collaborative model's best movies the learned ranking orders, 10 to 1,000.</summary>
    public int Candidates { get; init; } = 100;

    /// <summary>How many candidates an example of the training has, 10 to 1,000.</summary>
    public int TrainingCandidates { get; init; } = 200;

    /// <summary>
    /// How often each kind of split is applied at most, each time to what the one before left as train; 1 to 10. More
    /// examples cost a training of the members each.
    /// </summary>
    public int SplitsOfAKind { get; init; } = 5;

    /// <summary>How many lists of each kind are enough, at least 1: once there are as many, no further split is made.</summary>
    public int ListsOfAKind { get; init; } = 2_000;

    /// <summary>
    /// Ratings that the examples are made from, at least 1: of larger data whole users are left out, which is enough for
    /// the few parameters of the forest.
    /// </summary>
    public int ExampleRatings { get; init; } = 1_000_000;

    /// <summary>How the forest is grown.</summary>
    public ForestOptions Forest { get; init; } = new();

    /// <summary>Threads to train on; 0 for one a processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Seed of what is drawn at random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it and the range.</exception>
    public void Validate()
    {
        OptionRange.Require(Candidates is >= 10 and <= 1000, nameof(Candidates), "must be between 10 and 1000");
        OptionRange.Require(TrainingCandidates is >= 10 and <= 1000, nameof(TrainingCandidates), "must be between 10 and 1000");
        OptionRange.Require(SplitsOfAKind is >= 1 and <= 10, nameof(SplitsOfAKind), "must be between 1 and 10");
        OptionRange.Require(ExampleRatings >= 1, nameof(ExampleRatings), "must be at least 1");
        OptionRange.Require(ListsOfAKind >= 1, nameof(ListsOfAKind), "must be at least 1");
        OptionRange.Require(Threads >= 0, nameof(Threads), "must be at least 0");
        Forest.Validate();
    }
}
