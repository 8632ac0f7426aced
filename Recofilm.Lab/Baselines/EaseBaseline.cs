using System.Globalization;
using System.Numerics.Tensors;
using Recofilm.Core.Metrics;
using Recofilm.Core.Models;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Baselines;

/// <summary>
/// EASE (Steck 2019, "Embarrassingly shallow autoencoders for sparse data"): with P = (XᵀX + λI)⁻¹, the item-item weights
/// are <c>B_ij = −P_ij / P_jj</c>, <c>B_jj = 0</c>, and a user with likes x scores <c>x B</c>. With fewer users than items, P is
/// never formed: by Woodbury <c>P = (I − Xᵀ K X) / λ</c> with <c>K = (XXᵀ + λI)⁻¹</c>.
/// </summary>
public sealed class EaseBaseline : IRankingModel
{
    /// <summary>The largest size of the smaller side, users or movies; an inverse of this size takes 2 GB, and minutes.</summary>
    public const int MostSquared = 16_000;

    private readonly LikedItems _likes;
    private readonly double _lambda;
    private readonly int _size;
    private readonly double[] _inverse;
    private readonly bool _byUsers;
    private readonly double[] _diagonal;

    /// <summary>Inverts the smaller of the two systems, in time cubic in the smaller number of users and items.</summary>
    /// <param name="train">The ratings; those of at least <see cref="EvaluationProtocol.RelevantRating"/> are likes.</param>
    /// <param name="lambda">λ, positive.</param>
    /// <param name="threads">The number of threads; 0 takes one per processor.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentException">There are too many users and too many movies.</exception>
    public EaseBaseline(
        RatingMatrix train, double lambda = 100, int threads = 0, CancellationToken cancellationToken = default)
    {
        if (WhyNot(train) is { } reason)
            throw new ArgumentException(reason, nameof(train));
        _likes = new LikedItems(train);
        _lambda = lambda;
        _byUsers = train.UserCount < train.ItemCount;
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
            CancellationToken = cancellationToken,
        };
        _size = Math.Min(train.UserCount, train.ItemCount);
        var system = _byUsers ? SharedItems() : SharedUsers();
        for (var i = 0; i < _size; i++)
            system[(i * _size) + i] += lambda;
        _inverse = Cholesky.Inverse<double>(system, _size, options);
        _diagonal = new double[train.ItemCount];
        Parallel.For(0, train.ItemCount, options, item => _diagonal[item] = DiagonalOf(item));
    }

    /// <summary>Returns the reason why EASE cannot be trained on these ratings; <see langword="null"/> when it can.</summary>
    /// <param name="ratings">The ratings.</param>
    public static string? WhyNot(RatingMatrix ratings) => Math.Min(ratings.UserCount, ratings.ItemCount) <= MostSquared
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"EASE inverts a dense matrix, so users or movies must be at most {MostSquared}; got {ratings.UserCount} and " +
            $"{ratings.ItemCount}.");

    /// <inheritdoc/>
    public void Score(in RatingHistory history, Span<float> scores)
    {
        var product = new double[scores.Length];
        if (_byUsers)
            MultiplyByUsers(history, product);
        else
            MultiplyByItems(history, product);
        for (var item = 0; item < scores.Length; item++)
            scores[item] = (float)(-product[item] / _diagonal[item]);

        // B_jj = 0: a liked movie does not support itself; the formula above counted it as x_j · −P_jj / P_jj = −1.
        for (var i = 0; i < history.Count; i++)
        {
            if (history.Ratings[i] >= EvaluationProtocol.RelevantRating)
                scores[history.Items[i]] += 1;
        }
    }

    private double[] SharedItems()
    {
        var system = new double[_size * _size];
        for (var user = 0; user < _size; user++)
        {
            foreach (var item in _likes.ItemsOf(user))
            {
                foreach (var other in _likes.UsersOf(item))
                    system[(user * _size) + other]++;
            }
        }

        return system;
    }

    private double[] SharedUsers()
    {
        var system = new double[_size * _size];
        for (var item = 0; item < _size; item++)
        {
            foreach (var user in _likes.UsersOf(item))
            {
                foreach (var other in _likes.ItemsOf(user))
                    system[(item * _size) + other]++;
            }
        }

        return system;
    }

    private double DiagonalOf(int item)
    {
        if (!_byUsers)
            return _inverse[(item * _size) + item];
        double sum = 0;
        foreach (var user in _likes.UsersOf(item))
        {
            foreach (var other in _likes.UsersOf(item))
                sum += _inverse[(user * _size) + other];
        }

        return (1 - sum) / _lambda;
    }

    // x P = (x − ((x Xᵀ) K) X) / λ.
    private void MultiplyByUsers(in RatingHistory history, double[] product)
    {
        var shared = new double[_size];
        for (var i = 0; i < history.Count; i++)
        {
            if (history.Ratings[i] < EvaluationProtocol.RelevantRating)
                continue;
            product[history.Items[i]] += 1;
            foreach (var user in _likes.UsersOf(history.Items[i]))
                shared[user]++;
        }

        for (var user = 0; user < _size; user++)
        {
            var weight = TensorPrimitives.Dot<double>(shared, RowOf(user));
            foreach (var item in _likes.ItemsOf(user))
                product[item] -= weight;
        }

        TensorPrimitives.Divide<double>(product, _lambda, product);
    }

    private void MultiplyByItems(in RatingHistory history, double[] product)
    {
        for (var i = 0; i < history.Count; i++)
        {
            if (history.Ratings[i] >= EvaluationProtocol.RelevantRating)
                TensorPrimitives.Add<double>(product, RowOf(history.Items[i]), product);
        }
    }

    private ReadOnlySpan<double> RowOf(int row) => _inverse.AsSpan(row * _size, _size);
}
