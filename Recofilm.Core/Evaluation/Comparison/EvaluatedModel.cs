using Recofilm.Core.Collaborative;
using Recofilm.Core.Evaluation.Splits;

namespace Recofilm.Core.Evaluation.Comparison;

/// <summary>Trains a model that orders movies on the train part of a split.</summary>
/// <param name="split">The split; its test part must not be looked at.</param>
/// <param name="cancellationToken">Stops the training.</param>
public delegate IRankingModel RankingTraining(RankingSplit split, CancellationToken cancellationToken);

/// <summary>A model to be compared with others, by what it can do.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Rating">Trains it to predict ratings; <see langword="null"/> when it predicts none.</param>
/// <param name="Ranking">Trains it to order movies; <see langword="null"/> when it orders none.</param>
/// <param name="Selection">How its lists are chosen from its scores; by default the highest.</param>
public sealed record EvaluatedModel(
    string Name, RatingTraining? Rating = null, RankingTraining? Ranking = null, ListSelection? Selection = null);
