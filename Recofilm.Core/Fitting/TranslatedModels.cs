using Recofilm.Core.Catalog;
using Recofilm.Core.Models;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Fitting;

/// <summary>
/// Applies models of an earlier catalogue to a later one. The models do not know the movies added in between: those are left out
/// of histories and never listed, as in serving.
/// </summary>
/// <param name="models">The models.</param>
/// <param name="catalog">The later catalogue.</param>
internal sealed class TranslatedModels(ModelSet models, MovieCatalog catalog) : IRatingModel
{
    private readonly int[] _places = CatalogMapping.Of(catalog, models.Catalog);

    public IRankingModel Collaborative => new Ranking(models.Collaborative, _places, models.Catalog.Count);

    public IRankingModel Hybrid => new Ranking(models.Hybrid, _places, models.Catalog.Count);

    /// <summary>Returns the ratings of the movies that the models know.</summary>
    public RatingMatrix Known(RatingMatrix ratings)
    {
        var keep = new bool[ratings.Count];
        for (var position = 0; position < keep.Length; position++)
            keep[position] = _places[ratings.Items[position]] >= 0;
        return ratings.Where(keep);
    }

    public void Predict(in RatingHistory history, ReadOnlySpan<int> items, Span<float> predictions)
    {
        var own = new int[items.Length];
        for (var place = 0; place < own.Length; place++)
            own[place] = _places[items[place]];
        models.Svd.Predict(new TranslatedHistory(history, _places).History, own, predictions);
    }

    private sealed class Ranking(IRankingModel model, int[] places, int itemCount) : IRankingModel
    {
        public void Score(in RatingHistory history, Span<float> scores)
        {
            var own = new float[itemCount];
            model.Score(new TranslatedHistory(history, places).History, own);
            for (var item = 0; item < scores.Length; item++)
                scores[item] = places[item] >= 0 ? own[places[item]] : float.NegativeInfinity;
        }
    }

    private readonly ref struct TranslatedHistory
    {
        public TranslatedHistory(in RatingHistory history, int[] places)
        {
            var items = new int[history.Count];
            var ratings = new float[history.Count];
            var timestamps = new long[history.Timestamps.Length];
            var count = 0;
            for (var place = 0; place < history.Count; place++)
            {
                if (places[history.Items[place]] < 0)
                    continue;
                items[count] = places[history.Items[place]];
                ratings[count] = history.Ratings[place];
                if (history.HasTimestamps)
                    timestamps[count] = history.Timestamps[place];
                count++;
            }

            var times = history.HasTimestamps ? timestamps.AsSpan(0, count) : default;
            History = new RatingHistory(items.AsSpan(0, count), ratings.AsSpan(0, count), times, history.RequestTime);
        }

        public RatingHistory History { get; }
    }
}
