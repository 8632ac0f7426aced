using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Metrics;

/// <summary>The errors of one user's predictions.</summary>
/// <param name="Count">The number of predicted ratings.</param>
/// <param name="Squared">Sum of squared errors.</param>
/// <param name="Absolute">Sum of absolute errors.</param>
public readonly record struct RatingErrors(int Count, double Squared, double Absolute);

/// <summary>Trains a rating model on a part of the ratings.</summary>
/// <param name="train">The ratings to learn from.</param>
/// <param name="cancellationToken">Stops the training.</param>
public delegate IRatingModel RatingTraining(RatingMatrix train, CancellationToken cancellationToken);

/// <summary>
/// Cross-validates rating prediction. Each prediction is made as in a request: the user's train ratings are folded in, then
/// the model predicts the held-back movies.
/// </summary>
/// <param name="time">The clock that measures the training time.</param>
/// <param name="threads">The number of threads that predict; 0 takes one per processor.</param>
public sealed class RatingEvaluator(TimeProvider time, int threads = 0)
{
    /// <summary>For every fold, trains on the others and predicts that fold.</summary>
    /// <param name="ratings">All ratings.</param>
    /// <param name="folds">The folds of <paramref name="ratings"/>.</param>
    /// <param name="training">Trains the model.</param>
    /// <param name="foldDone">Called after each fold.</param>
    /// <param name="cancellationToken">Stops between users and inside training.</param>
    public RatingResult Evaluate(
        RatingMatrix ratings,
        FoldAssignment folds,
        RatingTraining training,
        Action? foldDone = null,
        CancellationToken cancellationToken = default)
    {
        var rmse = new double[folds.Count];
        var mae = new double[folds.Count];
        var seconds = new double[folds.Count];
        for (var fold = 0; fold < folds.Count; fold++)
        {
            var train = folds.TrainOf(ratings, fold);
            (rmse[fold], mae[fold], seconds[fold]) =
                TrainAndTest(train, folds.TestOf(ratings, fold), training, cancellationToken);
            foldDone?.Invoke();
        }

        return new RatingResult(rmse, mae, seconds);
    }

    /// <summary>Trains on one part and predicts the other.</summary>
    /// <param name="train">The ratings to learn from.</param>
    /// <param name="test">The ratings to predict, of the same users and items.</param>
    /// <param name="training">Trains the model.</param>
    /// <param name="cancellationToken">Stops between users and inside training.</param>
    public (double Rmse, double Mae, double FitSeconds) TrainAndTest(
        RatingMatrix train, RatingMatrix test, RatingTraining training, CancellationToken cancellationToken = default)
    {
        var started = time.GetTimestamp();
        var model = training(train, cancellationToken);
        var fitSeconds = time.GetElapsedTime(started).TotalSeconds;

        double squared = 0, absolute = 0;
        foreach (var user in Test(train, test, model, cancellationToken))
        {
            squared += user.Squared;
            absolute += user.Absolute;
        }

        var count = Math.Max(1, test.Count);
        return (Math.Sqrt(squared / count), absolute / count, fitSeconds);
    }

    /// <summary>Predicts the held-back ratings user by user.</summary>
    /// <param name="train">The ratings that are folded in.</param>
    /// <param name="test">The ratings to predict, of the same users and items.</param>
    /// <param name="model">The model; several threads call it at once.</param>
    /// <param name="cancellationToken">Stops between users.</param>
    /// <returns>One entry per user index.</returns>
    public RatingErrors[] Test(
        RatingMatrix train, RatingMatrix test, IRatingModel model, CancellationToken cancellationToken = default)
    {
        var errors = new RatingErrors[test.UserCount];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
            CancellationToken = cancellationToken,
        };
        Parallel.For(0, test.UserCount, options, user =>
        {
            var actual = test.History(user);
            if (actual.Count == 0)
                return;
            var predictions = new float[actual.Count];
            model.Predict(train.History(user), actual.Items, predictions);
            double squared = 0, absolute = 0;
            for (var i = 0; i < predictions.Length; i++)
            {
                var error = (double)predictions[i] - actual.Ratings[i];
                squared += error * error;
                absolute += Math.Abs(error);
            }

            errors[user] = new RatingErrors(predictions.Length, squared, absolute);
        });
        return errors;
    }
}
