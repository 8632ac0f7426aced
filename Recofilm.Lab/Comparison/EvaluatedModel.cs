using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;

namespace Recofilm.Lab.Comparison;

/// <summary>Trains a model that orders movies on the train part of a split.</summary>
/// <param name="split">The split; the training must not read its test part.</param>
/// <param name="cancellationToken">Stops the training.</param>
public delegate IRankingModel RankingTraining(RankingSplit split, CancellationToken cancellationToken);

/// <summary>A model that an evaluation compares with others.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Rating">Trains it to predict ratings; <see langword="null"/> when it predicts none.</param>
/// <param name="Ranking">Trains it to order movies; <see langword="null"/> when it orders none.</param>
/// <param name="Selection">Chooses its lists from its scores; the highest scores by default.</param>
public sealed record EvaluatedModel(
    string Name, RatingTraining? Rating = null, RankingTraining? Ranking = null, ListSelection? Selection = null);
