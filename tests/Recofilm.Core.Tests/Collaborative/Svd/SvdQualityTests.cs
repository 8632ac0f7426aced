using Recofilm.Core.Collaborative.Svd;

namespace Recofilm.Core.Tests.Collaborative.Svd;

public class SvdQualityTests
{
    [Fact]
    public void A_fold_of_MovieLens_is_predicted_as_well_as_documented()
    {
        var data = MovieLensFolds.Load();
        Assert.SkipWhen(data is null, "shared/data/ml-latest-small is not beside the checkout.");
        var train = data.TrainingOf(fold: 0);

        var model = new SvdTrainer(new SvdOptions()).Train(train, data.Catalog, TestContext.Current.CancellationToken);

        var test = data.Folds.Select(fold => fold == 0).ToArray();
        var (rmse, mae) = FoldErrors.Measure(model, data.Ratings, train, test);
        Assert.InRange(rmse, 0.5, 0.815);
        Assert.InRange(mae, 0.4, 0.62);
    }
}
