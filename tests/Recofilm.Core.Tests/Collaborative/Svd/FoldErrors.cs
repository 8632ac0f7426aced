using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Collaborative.Svd;

/// <summary>Root mean square and mean absolute error of a model on the ratings marked as test.</summary>
internal static class FoldErrors
{
    public static (double Rmse, double Mae) Measure(
        IRatingModel model, RatingMatrix all, RatingMatrix train, ReadOnlySpan<bool> test)
    {
        var (squares, absolutes, count) = (0.0, 0.0, 0);
        for (var user = 0; user < all.UserCount; user++)
        {
            var items = new List<int>();
            var ratings = new List<float>();
            for (var position = all.RowStarts[user]; position < all.RowStarts[user + 1]; position++)
            {
                if (!test[position])
                    continue;
                items.Add(all.Items[position]);
                ratings.Add(all.Ratings[position]);
            }

            var predictions = new float[items.Count];
            model.Predict(train.History(user), items.ToArray(), predictions);
            for (var i = 0; i < predictions.Length; i++)
            {
                var error = predictions[i] - ratings[i];
                squares += error * error;
                absolutes += Math.Abs(error);
                count++;
            }
        }

        return (Math.Sqrt(squares / count), absolutes / count);
    }
}
