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
        var weights = room.Slice(users.Length, history.Count);
        for (var memory = 0; memory < memories.Length; memory++)
        {
            factors.Weigh(history, memories[memory], weights);
            factors.FoldIn(history.Items, weights, users.Slice(memory * factors.Dimension, factors.Dimension));
        }

        _factors = factors;
        _users = users;
    }

    /// <summary>How many values the constructor needs room for.</summary>
    public static int RoomFor(int dimension, int memories, int ratings) => (dimension * memories) + ratings;

    /// <summary>All movies' scores with two memories.</summary>
    public void CopyTo(int first, Span<float> ofFirst, int second, Span<float> ofSecond) =>
        _factors.Score(User(first), User(second), ofFirst, ofSecond);

    /// <summary>Some movies' scores with one memory, in standard deviations from the mean of all movies.</summary>
    public void Gather(int memory, ReadOnlySpan<int> items, Span<float> scores)
    {
        var user = User(memory);
        var (mean, spread) = _factors.Moments(user);
        var scale = spread > 0 ? 1 / spread : 1;
        for (var place = 0; place < items.Length; place++)
            scores[place] = (TensorPrimitives.Dot(_factors[items[place]], user) - mean) * scale;
    }

    private ReadOnlySpan<float> User(int memory) => _users.Slice(memory * _factors.Dimension, _factors.Dimension);
}
