using Recofilm.Core.Metrics.Splits;

namespace Recofilm.Lab.Files;

/// <summary>A ranking split as reports name it: one division of the ratings, or several whose lists are pooled.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Cuts">The divisions, of the same users and movies.</param>
public sealed record EvaluationSplit(string Name, IReadOnlyList<RankingSplit> Cuts)
{
    /// <summary>Ratings that models train on, of all cuts together.</summary>
    public int TrainCount => Cuts.Sum(cut => cut.Train.Count);

    /// <summary>Ratings that are held back, of all cuts together.</summary>
    public int TestCount => Cuts.Sum(cut => cut.Test.Count);

    /// <summary>Relevant test ratings, of all cuts together.</summary>
    public int RelevantCount => Cuts.Sum(cut => cut.RelevantCount);

    /// <summary>Relevant test ratings of movies without a train rating, of all cuts together.</summary>
    public int ColdRelevantCount => Cuts.Sum(cut => cut.ColdRelevantCount);

    /// <summary>Lists that are judged, of all cuts together.</summary>
    public int ListCount => Cuts.Sum(cut => cut.Users.Length);

    /// <summary>Users who are judged; some have a list in several cuts.</summary>
    public int UserCount => Cuts.SelectMany(cut => cut.Users.ToArray()).Distinct().Count();
}
