using System.Numerics.Tensors;
using Recofilm.Core.Models;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Baselines;

/// <summary>
/// Biased matrix factorisation by stochastic gradient descent (Funk, 2006; Koren, Bell &amp; Volinsky, 2009):
/// r̂ = μ + b_u + b_i + q_iᵀp_u. Every rating moves b_u, b_i, p_u and q_i by a step of γ (e · gradient − λ · value), as in the
/// Surprise library's SVD: users one after the other, each user's ratings in an order shuffled beforehand. A prediction learns
/// the user's parameters from their history in the same way, with the movies' parameters fixed.
/// </summary>
public sealed class FunkSvd : IRatingModel
{
    private readonly FunkSvdOptions _options;
    private readonly RatingScale _scale;
    private readonly float _mean;
    private readonly float[] _itemBiases;
    private readonly float[] _itemFactors;

    /// <summary>Learns from all ratings of a matrix.</summary>
    /// <param name="train">At least one rating.</param>
    /// <param name="options">The options; Surprise's defaults when omitted.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    /// <exception cref="ArgumentException">An option is out of range or there is no rating.</exception>
    public FunkSvd(RatingMatrix train, FunkSvdOptions? options = null, CancellationToken cancellationToken = default)
    {
        _options = options ?? new FunkSvdOptions();
        _options.Validate();
        _scale = RatingScale.Of(train);
        _mean = (float)(Sum(train.Ratings) / train.Count);
        _itemBiases = new float[train.ItemCount];
        _itemFactors = RandomFactors(train.ItemCount, RandomStreamId.BaselineItems);
        for (var item = 0; item < train.ItemCount; item++)
        {
            // A movie without ratings keeps a bias of 0 and has no factors.
            if (train.Columns.CountOf(item) == 0)
                FactorsOf(item).Clear();
        }

        var userBiases = new float[train.UserCount];
        var userFactors = RandomFactors(train.UserCount, RandomStreamId.BaselineUsers);
        var (items, ratings) = Shuffled(train);
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var user = 0; user < train.UserCount; user++)
            {
                var row = train.RowStarts[user]..train.RowStarts[user + 1];
                var p = userFactors.AsSpan(user * _options.Factors, _options.Factors);
                Learn(items.AsSpan(row), ratings.AsSpan(row), ref userBiases[user], p, moveItems: true);
            }
        }
    }

    /// <inheritdoc/>
    public void Predict(in RatingHistory history, ReadOnlySpan<int> items, Span<float> predictions)
    {
        var bias = 0f;
        var p = new float[_options.Factors];
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
            Learn(history.Items, history.Ratings, ref bias, p, moveItems: false);
        for (var position = 0; position < items.Length; position++)
            predictions[position] = _scale.Clip(Score(bias, p, items[position]));
    }

    private void Learn(ReadOnlySpan<int> items, ReadOnlySpan<float> ratings, ref float userBias, Span<float> p, bool moveItems)
    {
        var keep = 1 - (_options.LearningRate * _options.Regularisation);
        var before = moveItems ? new float[p.Length] : [];
        for (var position = 0; position < items.Length; position++)
        {
            var item = items[position];
            var q = FactorsOf(item);
            var step = _options.LearningRate * (ratings[position] - Score(userBias, p, item));
            userBias = (userBias * keep) + step;
            if (moveItems)
                p.CopyTo(before);
            TensorPrimitives.Multiply(p, keep, p);
            TensorPrimitives.MultiplyAdd(q, step, p, p);
            if (!moveItems)
                continue;
            _itemBiases[item] = (_itemBiases[item] * keep) + step;
            TensorPrimitives.Multiply(q, keep, q);
            TensorPrimitives.MultiplyAdd(before, step, q, q);
        }
    }

    private float Score(float userBias, ReadOnlySpan<float> p, int item) =>
        _mean + userBias + _itemBiases[item] + TensorPrimitives.Dot(FactorsOf(item), p);

    private Span<float> FactorsOf(int item) => _itemFactors.AsSpan(item * _options.Factors, _options.Factors);

    private (int[] Items, float[] Ratings) Shuffled(RatingMatrix train)
    {
        var items = train.Items.ToArray();
        var ratings = train.Ratings.ToArray();
        for (var user = 0; user < train.UserCount; user++)
        {
            var random = new CounterRandom(_options.Seed, 0, RandomStreamId.BaselineOrder, user);
            var start = train.RowStarts[user];
            for (var last = train.RowStarts[user + 1] - 1; last > start; last--)
            {
                var other = start + (int)(random.NextUniform() * (last - start + 1));
                (items[last], items[other]) = (items[other], items[last]);
                (ratings[last], ratings[other]) = (ratings[other], ratings[last]);
            }
        }

        return (items, ratings);
    }

    private float[] RandomFactors(int count, RandomStreamId stream)
    {
        var factors = new float[count * _options.Factors];
        for (var entity = 0; entity < count; entity++)
        {
            var random = new CounterRandom(_options.Seed, 0, stream, entity);
            foreach (ref var factor in factors.AsSpan(entity * _options.Factors, _options.Factors))
                factor = (float)random.NextNormal() * _options.InitialDeviation;
        }

        return factors;
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
