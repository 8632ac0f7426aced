namespace Recofilm.Core.Ratings;

/// <summary>The ratings of one side, users or items, in compressed form: one list an entity.</summary>
/// <param name="Starts">List <c>e</c> occupies <c>Starts[e]</c> up to <c>Starts[e + 1]</c>.</param>
/// <param name="Others">The index on the other side for each rating.</param>
/// <param name="Ratings">The ratings.</param>
internal readonly record struct RatingLists(int[] Starts, int[] Others, float[] Ratings)
{
    /// <summary>The number of entities.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>Counts the ratings of an entity.</summary>
    public int CountOf(int entity) => Starts[entity + 1] - Starts[entity];
}
