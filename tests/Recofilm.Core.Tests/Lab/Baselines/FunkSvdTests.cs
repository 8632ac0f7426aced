using Recofilm.Core.Tests.Lab.Files;
using Recofilm.Core.Tests.RatingPrediction;
using Recofilm.Lab.Baselines;

namespace Recofilm.Core.Tests.Lab.Baselines;

public class FunkSvdTests
{
    /// <summary>The error of the Surprise library's SVD with its defaults on the same folds.</summary>
    private const double SurpriseRmse = 0.8726;

    [Fact]
    public void It_predicts_MovieLens_as_Surprise_does()
    {
        var data = MovieLensFolds.Load();
        Assert.SkipWhen(data is null, MovieLensFolds.Missing);
        var rmse = Enumerable.Range(0, data.Folds.Count)
            .Average(fold => data.Test(fold, (train, cancellation) => new FunkSvd(train, null, cancellation)).Rmse);

        Assert.InRange(rmse, SurpriseRmse - 0.005, SurpriseRmse + 0.005);
    }

    [Fact]
    public void One_step_moves_the_biases_as_worked_out_by_hand()
    {
        // μ = 3. User 1 rates 5: e = 2, so both biases become γ e = 0.2; the factors start at 0 and stay there.
        // User 2 rates the other movie 1: e = −2, both biases −0.2.
        var train = RatingTables.WithoutTimes(2, (1, 1, 5f), (2, 2, 1f));
        var model = new FunkSvd(train, new FunkSvdOptions { Epochs = 1, LearningRate = 0.1f, InitialDeviation = 0 });
        var predictions = new float[2];

        // Folding user 1 in again: e = 5 − 3.2 = 1.8, bias 0.18.
        model.Predict(train.History(0), [0, 1], predictions);

        Assert.Equal(3 + 0.18f + 0.2f, predictions[0], 1e-5f);
        Assert.Equal(3 + 0.18f - 0.2f, predictions[1], 1e-5f);
    }

    [Fact]
    public void A_stranger_and_an_unrated_movie_get_the_mean()
    {
        var train = RatingTables.WithoutTimes(2, (1, 1, 5f), (2, 1, 2f));
        var predictions = new float[1];

        new FunkSvd(train).Predict(default, [1], predictions);

        Assert.Equal(3.5f, predictions[0], 1e-6f);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        var train = RatingTables.WithoutTimes(1, (1, 1, 5f));

        Assert.Equal(
            "Factors must be at least 1; got 0.",
            Assert.Throws<ArgumentException>(() => new FunkSvd(train, new FunkSvdOptions { Factors = 0 })).Message);
        Assert.Equal(
            "LearningRate must be positive; got NaN.",
            Assert.Throws<ArgumentException>(() => new FunkSvd(train, new FunkSvdOptions { LearningRate = float.NaN })).Message);
    }
}
