namespace Recofilm.Core.Catalog;

/// <summary>
/// Maps item indices of one catalogue to those of another. Catalogues of different days number their movies differently.
/// </summary>
public static class CatalogMapping
{
    /// <summary>
    /// Returns the item index in <paramref name="to"/> of every movie of <paramref name="from"/>, or −1 for a movie that
    /// <paramref name="to"/> lacks.
    /// </summary>
    public static int[] Of(MovieCatalog from, MovieCatalog to)
    {
        var places = new int[from.Count];
        for (var item = 0; item < places.Length; item++)
            places[item] = to.TryGetIndex(from[item].MovieId, out var place) ? place : -1;
        return places;
    }
}
