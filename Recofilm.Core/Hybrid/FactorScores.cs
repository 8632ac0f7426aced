using System.Numerics.Tensors;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// What the factor model says, asked with several memories: a user's vector each. Movies are scored when asked for, since of
/// most memories only the candidates' scores are wanted.
/// </summary>
internal readonly ref struct FactorScores
{
    private readonly ItemFactors _factors;
    private readonly ReadOnlySpan<float> _users;

    /// <summary>Folds the user in.</summary>
    /// <param name="factors">The model.</param>
    /// <param name="history">The user's ratings.</param>
    /// <param name="memories">How recency counts.</param>
    /// <param name="room">Keeps the vectors; as long as <see cref="RoomFor"/> says.</param>
    public FactorScores(ItemFactors factors, in RatingHistory history, scoped ReadOnlySpan<RecencyDecay> memories, Span<float> room)
    {
        var users = room[..(memories.Length * factors.Dimension)];
        var weights = room.Slice(users.Length, memories.Length * history.Count);
        factors.WeighAll(history, memories, weights);
        for (var memory = 0; memory < memories.Length; memory++)
        {
            factors.FoldIn(
                history.Items, weights.Slice(memory * history.Count, history.Count),
                users.Slice(memory * factors.Dimension, factors.Dimension));
        }

        _factors = factors;
        _users = users;
    }

    /// <summary>How many values the constructor needs room for.</summary>
    public static int RoomFor(int dimension, int memories, int ratings) => (dimension + ratings) * memories;

    /// <summary>All movies' scores with one memory, as they are.</summary>
    public void CopyTo(int memory, Span<float> scores) => _factors.Score(User(memory), scores);

    /// <summary>The standard deviation of all movies' scores with one memory.</summary>
    public float Spread(int memory) => _factors.Moments(User(memory)).Spread;

    /// <summary>
    /// Some movies' scores with the first two memories, in standard deviations from the mean of all movies, reading each movie
    /// once.
    /// </summary>
    /// <param name="items">Item indices.</param>
    /// <param name="first">Receives one score an item.</param>
    /// <param name="second">The same with the second memory.</param>
    public void Gather(ReadOnlySpan<int> items, Span<float> first, Span<float> second)
    {
        _factors.Score(_users[..(2 * _factors.Dimension)], items, first, second);
        Standardise(0, first);
        Standardise(1, second);
    }

    private void Standardise(int memory, Span<float> scores)
    {
        var (mean, spread) = _factors.Moments(User(memory));
        TensorPrimitives.Subtract(scores, mean, scores);
        TensorPrimitives.Multiply(scores, spread > 0 ? 1 / spread : 1, scores);
    }

    private ReadOnlySpan<float> User(int memory) => _users.Slice(memory * _factors.Dimension, _factors.Dimension);
}
