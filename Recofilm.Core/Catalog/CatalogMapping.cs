namespace Recofilm.Core.Catalog;

/// <summary>Where the movies of one catalogue are in another: catalogues of different days number their movies differently.</summary>
public static class CatalogMapping
{
    /// <summary>The item index in <paramref name="to"/> of every movie of <paramref name="from"/>; −1 where it is not there.</summary>
    /// <param name="from">Whose movies are looked for.</param>
    /// <param name="to">Where they are looked for.</param>
    public static int[] Of(MovieCatalog from, MovieCatalog to)
    {
        var places = new int[from.Count];
        for (var item = 0; item < places.Length; item++)
            places[item] = to.TryGetIndex(from[item].MovieId, out var place) ? place : -1;
        return places;
    }
}
