using System.Globalization;
using System.Numerics.Tensors;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Evaluation.Baselines;

/// <summary>
/// EASE (Steck 2019, "Embarrassingly shallow autoencoders for sparse data"): with P = (XᵀX + λI)⁻¹, the item-item weights
/// are <c>B_ij = −P_ij / P_jj</c>, <c>B_jj = 0</c>, and a user with likes x scores <c>x B</c>. Where users are fewer than
/// items P is never formed: by Woodbury <c>P = (I − Xᵀ K X) / λ</c> with <c>K = (XXᵀ + λI)⁻¹</c>.
/// </summary>
public sealed class EaseBaseline : IRankingModel
{
    /// <summary>The most users or movies, whichever are fewer: the inverse of as many takes 2 GB, and minutes.</summary>
    public const int MostSquared = 16_000;

    private readonly LikedItems _likes;
    private readonly double _lambda;
    private readonly double[][] _inverse;
    private readonly bool _byUsers;
    private readonly double[] _diagonal;

    /// <summary>Inverts the smaller of the two systems: cubic in the lesser of users and items.</summary>
    /// <param name="train">The ratings; those of at least <see cref="EvaluationProtocol.RelevantRating"/> are likes.</param>
    /// <param name="lambda">λ, positive.</param>
    /// <param name="threads">How many threads; 0 takes one a processor.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ArgumentException">Both users and movies are too many.</exception>
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
        _inverse = _byUsers ? SharedItems() : SharedUsers();
        for (var i = 0; i < _inverse.Length; i++)
            _inverse[i][i] += lambda;
        SymmetricInverse.Invert(_inverse, options);
        _diagonal = new double[train.ItemCount];
        Parallel.For(0, train.ItemCount, options, item => _diagonal[item] = DiagonalOf(item));
    }

    /// <summary>Why there can be no EASE of these ratings; <see langword="null"/> where there can.</summary>
    /// <param name="ratings">The ratings.</param>
    public static string? WhyNot(RatingMatrix ratings) => Math.Min(ratings.UserCount, ratings.ItemCount) <= MostSquared
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"EASE inverts a dense matrix, so users or movies must be at most {MostSquared}; there are {ratings.UserCount} and {ratings.ItemCount}.");

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

        // B_jj = 0: a liked movie does not vouch for itself, which the formula above had as x_j · −P_jj / P_jj = −1.
        for (var i = 0; i < history.Count; i++)
        {
            if (history.Ratings[i] >= EvaluationProtocol.RelevantRating)
                scores[history.Items[i]] += 1;
        }
    }

    private double[][] SharedItems()
    {
        var rows = new double[_likes.Matrix.UserCount][];
        for (var user = 0; user < rows.Length; user++)
        {
            rows[user] = new double[rows.Length];
            foreach (var item in _likes.ItemsOf(user))
            {
                foreach (var other in _likes.UsersOf(item))
                    rows[user][other]++;
            }
        }

        return rows;
    }

    private double[][] SharedUsers()
    {
        var rows = new double[_likes.Matrix.ItemCount][];
        for (var item = 0; item < rows.Length; item++)
        {
            rows[item] = new double[rows.Length];
            foreach (var user in _likes.UsersOf(item))
            {
                foreach (var other in _likes.ItemsOf(user))
                    rows[item][other]++;
            }
        }

        return rows;
    }

    private double DiagonalOf(int item)
    {
        if (!_byUsers)
            return _inverse[item][item];
        double sum = 0;
        foreach (var user in _likes.UsersOf(item))
        {
            foreach (var other in _likes.UsersOf(item))
                sum += _inverse[user][other];
        }

        return (1 - sum) / _lambda;
    }

    // x P = (x − ((x Xᵀ) K) X) / λ.
    private void MultiplyByUsers(in RatingHistory history, double[] product)
    {
        var shared = new double[_inverse.Length];
        for (var i = 0; i < history.Count; i++)
        {
            if (history.Ratings[i] < EvaluationProtocol.RelevantRating)
                continue;
            product[history.Items[i]] += 1;
            foreach (var user in _likes.UsersOf(history.Items[i]))
                shared[user]++;
        }

        for (var user = 0; user < _inverse.Length; user++)
        {
            var weight = TensorPrimitives.Dot<double>(shared, _inverse[user]);
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
                TensorPrimitives.Add<double>(product, _inverse[history.Items[i]], product);
        }
    }
}
