using System.Collections.Concurrent;
using Recofilm.Core.Catalog;
using Recofilm.Core.Database.Movies;

namespace Recofilm.Core.Serving;

/// <summary>
/// The movies of a model that may be shown. Every condition is a set of items, computed at its first use, so a filtered
/// request costs an intersection of bits. Thread-safe.
/// </summary>
public sealed class CatalogView
{
    // Clients choose the values of conditions, so the number of kept sets must be limited.
    private const int MaxConditions = 256;

    private readonly MovieCatalog _catalog;
    private readonly MovieState?[] _movies;
    private readonly ConcurrentDictionary<(Condition Condition, string Value), ItemSet> _conditions = [];
    private volatile Shown? _shown;

    internal CatalogView(CatalogState state, MovieCatalog catalog)
    {
        _catalog = catalog;
        _movies = new MovieState?[catalog.Count];
        for (var item = 0; item < _movies.Length; item++)
            _movies[item] = state.Find(catalog[item].MovieId);
    }

    private enum Condition
    {
        Country,
        Language,
        MaturityAge,
        MinRuntime,
        MaxRuntime,
        Person,
    }

    /// <summary>Returns the external identifier of an item, if there is one.</summary>
    public string? ExternalIdOf(int item) => _movies[item]?.ExternalId;

    /// <summary>Returns the items that a list may have.</summary>
    /// <param name="filter">The request's filter; this method ignores its genres and years.</param>
    /// <param name="now">The time at which the list is made.</param>
    public ItemSet Select(MovieFilter filter, DateTimeOffset now)
    {
        var items = ShownAt(now);
        if (filter.Country is { } country)
            items = items.Intersect(Find(Condition.Country, country));
        if (filter.Language is { } language)
            items = items.Intersect(Find(Condition.Language, language));
        if (filter.MaxMaturityAge is { } age)
            items = items.Intersect(Find(Condition.MaturityAge, Text(age)));
        if (filter.MinRuntime is { } shortest)
            items = items.Intersect(Find(Condition.MinRuntime, Text(shortest)));
        if (filter.MaxRuntime is { } longest)
            items = items.Intersect(Find(Condition.MaxRuntime, Text(longest)));
        if (filter.Person is { } person)
            items = items.Intersect(Find(Condition.Person, person.ToUpperInvariant()));
        if (filter.IncludedMovieIds is { } included)
        {
            var wanted = Items(included).ToHashSet();
            items = items.Intersect(ItemSet.Where(_movies.Length, wanted.Contains));
        }

        return filter.ExcludedMovieIds.Count == 0 ? items : items.Without(Items(filter.ExcludedMovieIds));
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private IEnumerable<int> Items(IEnumerable<int> movieIds)
    {
        foreach (var movieId in movieIds)
        {
            if (_catalog.TryGetIndex(movieId, out var item))
                yield return item;
        }
    }

    private ItemSet Find(Condition condition, string value)
    {
        if (_conditions.TryGetValue((condition, value), out var known))
            return known;
        if (_conditions.Count >= MaxConditions)
            _conditions.Clear();
        var number = condition is Condition.MaturityAge or Condition.MinRuntime or Condition.MaxRuntime
            ? int.Parse(value, System.Globalization.CultureInfo.InvariantCulture)
            : 0;
        Func<MovieState, bool> holds = condition switch
        {
            Condition.Country => movie => movie.AvailableCountries is null || movie.AvailableCountries.Contains(value),
            Condition.Language => movie => movie.Languages.Contains(value),
            Condition.MaturityAge => movie => movie.MaturityAge <= number,
            Condition.MinRuntime => movie => movie.Runtime >= number,
            Condition.MaxRuntime => movie => movie.Runtime <= number,
            _ => movie => movie.People.Contains(value, StringComparer.OrdinalIgnoreCase),
        };
        return _conditions[(condition, value)] = ItemSet.Where(
            _movies.Length, item => _movies[item] is { } movie && holds(movie));
    }

    // Rights begin and end at known times; between two of them the set does not change.
    private ItemSet ShownAt(DateTimeOffset now)
    {
        if (_shown is { } shown && shown.From <= now && now < shown.Until)
            return shown.Items;
        var (from, until) = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        foreach (var movie in _movies)
        {
            Bound(movie?.AvailableFrom);
            Bound(movie?.AvailableUntil);
        }

        var items = ItemSet.Where(_movies.Length, item => _movies[item] is { Hidden: false } movie
            && !(movie.AvailableFrom > now) && !(movie.AvailableUntil <= now));
        _shown = new Shown(items, from, until);
        return items;

        void Bound(DateTimeOffset? change)
        {
            if (change is not { } time)
                return;
            if (time > now)
                until = time < until ? time : until;
            else
                from = time > from ? time : from;
        }
    }

    private sealed record Shown(ItemSet Items, DateTimeOffset From, DateTimeOffset Until);
}
