namespace Recofilm.Core.Ratings;

/// <summary>Ratings of one side in compressed form: a list an entity, whichever of user and item it is.</summary>
/// <param name="Starts">List <c>e</c> occupies <c>Starts[e]</c> up to <c>Starts[e + 1]</c>.</param>
/// <param name="Others">Index on the other side, one a rating.</param>
/// <param name="Ratings">The ratings.</param>
internal readonly record struct RatingLists(int[] Starts, int[] Others, float[] Ratings)
{
    /// <summary>How many entities there are.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>How many ratings an entity has.</summary>
    public int CountOf(int entity) => Starts[entity + 1] - Starts[entity];
}
