namespace Recofilm.Core.Numerics;

/// <summary>
/// Names the purposes for which random numbers are drawn. Each purpose has a stream of its own, so that no two are
/// correlated. The values decide the bytes of trained models and must not change.
/// </summary>
public enum RandomStreamId
{
    /// <summary>The start of the chain, by item.</summary>
    ItemStart = 0,

    /// <summary>The prior of items' factors.</summary>
    ItemPrior = 1,

    /// <summary>Factors, by item.</summary>
    ImplicitAlsModel = 2,

    /// <summary>Noise weights, by item.</summary>
    ItemNoise = 3,

    /// <summary>The start of the chain, by user.</summary>
    UserStart = 4,

    /// <summary>The prior of users' factors.</summary>
    UserPrior = 5,

    /// <summary>Factors, by user.</summary>
    UserFactors = 6,

    /// <summary>Noise weights, by user.</summary>
    UserNoise = 7,

    /// <summary>The precision of all ratings.</summary>
    RatingPrecision = 8,

    /// <summary>The ratings that the trial of the dimension predicts, by user.</summary>
    DimensionTrial = 9,

    /// <summary>The choice of the lists that a tree is fitted to.</summary>
    TreeLists = 101,

    /// <summary>The choice of the features that a tree may test.</summary>
    TreeFeatures = 102,

    /// <summary>The choice of the users from whom the hybrid's examples are made.</summary>
    ExampleUsers = 104,

    /// <summary>The choice of the returns from which the session blend is learnt.</summary>
    ReturnVisits = 105,

    /// <summary>The users from whose ratings each model of the session blend does not learn.</summary>
    ReturnFolds = 106,

    /// <summary>The choice of the users who are new in a split, and the number of their ratings.</summary>
    NewUsers = 107,

    /// <summary>Funk's factors by item. The baseline never runs together with the chain, with which it shares a number.</summary>
    BaselineItems = ItemStart,

    /// <summary>Funk's factors by user.</summary>
    BaselineUsers = ItemPrior,

    /// <summary>The order of Funk's ratings.</summary>
    BaselineOrder = ImplicitAlsModel,
}
