using System.Numerics;
using System.Numerics.Tensors;
using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Fitting;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking.ImplicitAls;

namespace Recofilm.Core.Serving;

/// <summary>
/// The most rated movies of a model on two maps: by who likes them and by what they are about. Movies that lie close are alike;
/// the second map is turned to fit the first.
/// </summary>
public sealed class MovieMap
{
    /// <summary>How many movies are placed at most.</summary>
    public const int MaxMovies = 5_000;

    private readonly MovieCatalog _catalog;
    private readonly int[] _items;
    private readonly int[] _counts;
    private readonly Dictionary<int, int> _placeOfItem;
    private readonly Vector2[] _collaborative;
    private readonly Vector2[] _content;

    /// <summary>
    /// Places the movies of a model, which takes some tens of milliseconds. The map keeps nothing of the model's parameters.
    /// </summary>
    public MovieMap(ModelSet models)
    {
        _catalog = models.Catalog;
        _items = new int[Math.Min(MaxMovies, models.Catalog.Count)];
        var counts = new float[models.Catalog.Count];
        TensorPrimitives.ConvertTruncating(models.Statistics.Counts, counts);
        TopK.Select(counts, _items);
        _counts = Array.ConvertAll(_items, item => models.Statistics.Counts[item]);
        _placeOfItem = _items.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var collaborative = PlanarProjection.Of(Directions(models.Collaborative.Factors, _items));
        var content = PlanarProjection.Align(PlanarProjection.Of(models.Content.Vectors.Take(_items)), collaborative);
        _collaborative = Array.ConvertAll(collaborative, Squeeze);
        _content = Array.ConvertAll(content, Squeeze);
    }

    /// <summary>Some of the placed movies: the most rated, and others by name.</summary>
    /// <param name="count">How many of the most rated, at least 0.</param>
    /// <param name="movieIds">Other movies; those that are not placed are left out.</param>
    /// <param name="shown">The items that may be shown.</param>
    public IReadOnlyList<PlacedMovie> Take(int count, IEnumerable<int> movieIds, ItemSet shown)
    {
        var places = Enumerable.Range(0, _items.Length).Where(place => shown.Contains(_items[place])).Take(count).ToHashSet();
        foreach (var movieId in movieIds)
        {
            if (_catalog.TryGetIndex(movieId, out var item) && shown.Contains(item)
                && _placeOfItem.TryGetValue(item, out var place))
                places.Add(place);
        }

        return [.. places.Order().Select(Describe)];
    }

    private PlacedMovie Describe(int place)
    {
        var movie = _catalog[_items[place]];
        return new PlacedMovie(
            movie.MovieId, movie.Title, movie.Year, movie.Genres, _counts[place],
            Coordinates(_collaborative[place]), Coordinates(_content[place]));
    }

    // Factors are as long as movies are popular; only where they point to is a matter of taste.
    private static SparseMatrix Directions(ImplicitAlsModel factors, int[] items)
    {
        var values = new float[items.Length * factors.Dimension];
        for (var place = 0; place < items.Length; place++)
        {
            var row = values.AsSpan(place * factors.Dimension, factors.Dimension);
            factors[items[place]].CopyTo(row);
            var length = TensorPrimitives.Norm<float>(row);
            if (length > 0)
                TensorPrimitives.Divide(row, length, row);
        }

        int[] starts = [.. Enumerable.Range(0, items.Length + 1).Select(row => row * factors.Dimension)];
        int[] columns = [.. Enumerable.Range(0, values.Length).Select(entry => entry % factors.Dimension)];
        return new SparseMatrix(starts, columns, values, factors.Dimension);
    }

    // A few movies lie far out; the others should not have to share the middle of the map.
    private static Vector2 Squeeze(Vector2 point) => new(MathF.Tanh(0.7f * point.X), MathF.Tanh(0.7f * point.Y));

    private static float[] Coordinates(Vector2 point) => [MathF.Round(point.X, 4), MathF.Round(point.Y, 4)];
}

/// <summary>A movie on the map.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Title">Its title without the year.</param>
/// <param name="Year">Its year, if known.</param>
/// <param name="Genres">Its genres.</param>
/// <param name="RatingCount">How many ratings the model knows of it.</param>
/// <param name="Collaborative">Where it lies by who likes it: x and y, −1 to 1.</param>
/// <param name="Content">Where it lies by genres, tags and title: x and y, about −1 to 1.</param>
public sealed record PlacedMovie(
    int MovieId, string Title, int? Year, IReadOnlyList<string> Genres, int RatingCount, IReadOnlyList<float> Collaborative,
    IReadOnlyList<float> Content);
