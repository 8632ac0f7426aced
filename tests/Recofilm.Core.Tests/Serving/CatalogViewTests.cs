using Recofilm.Core.Catalog;
using Recofilm.Core.Database.Movies;
using Recofilm.Core.Serving;

namespace Recofilm.Core.Tests.Serving;

public sealed class CatalogViewTests
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly MovieState[] _states =
    [
        State(1) with
        {
            ExternalId = "one", AvailableCountries = ["DE"], MaturityAge = 12, Runtime = 90, Languages = ["de"],
            People = ["Ann Lee"],
        },
        State(2) with { Hidden = true },
        State(3) with { AvailableFrom = _noon.AddHours(1) },
        State(4) with { AvailableUntil = _noon },
        State(5) with { AvailableCountries = ["US"], MaturityAge = 18, Runtime = 200, Languages = ["en", "de"] },
        State(6),
    ];

    // The model knows movie 7, which has left the catalogue since.
    private static readonly MovieCatalog _catalog =
        new(Enumerable.Range(1, 7).Select(id => new Movie(id, $"Movie {id}", null, [])));

    [Fact]
    public void What_is_hidden_withdrawn_or_gone_is_not_shown() => Assert.Equal([1, 5, 6], Select(new MovieFilter()));

    [Fact]
    public void Rights_begin_and_end_on_time_without_another_reading()
    {
        var view = new CatalogState(1, _states).For(_catalog);
        Assert.Equal([1, 4, 5, 6], Select(view, new MovieFilter(), _noon.AddSeconds(-1)));
        Assert.Equal([1, 5, 6], Select(view, new MovieFilter(), _noon));
        Assert.Equal([1, 3, 5, 6], Select(view, new MovieFilter(), _noon.AddHours(1)));
        Assert.Equal([1, 4, 5, 6], Select(view, new MovieFilter(), _noon.AddSeconds(-1)));
    }

    [Fact]
    public void Each_condition_restricts_and_what_is_unknown_fails_it()
    {
        Assert.Equal([1, 6], Select(new MovieFilter { Country = "DE" }));
        Assert.Equal([1], Select(new MovieFilter { MaxMaturityAge = 12 }));
        Assert.Equal([1, 5], Select(new MovieFilter { MaxMaturityAge = 18 }));
        Assert.Equal([1, 5], Select(new MovieFilter { Language = "de" }));
        Assert.Equal([5], Select(new MovieFilter { MinRuntime = 91 }));
        Assert.Equal([1], Select(new MovieFilter { MaxRuntime = 90 }));
        Assert.Equal([1], Select(new MovieFilter { Person = "ann lee" }));
        Assert.Equal([5, 6], Select(new MovieFilter { IncludedMovieIds = [2, 5, 6, 99] }));
        Assert.Equal([5], Select(new MovieFilter { ExcludedMovieIds = [1, 6, 99] }));
        Assert.Equal([5], Select(new MovieFilter { Language = "de", MaxMaturityAge = 18, ExcludedMovieIds = [1] }));
    }

    [Fact]
    public void A_stream_of_new_conditions_is_answered_and_forgotten()
    {
        var view = new CatalogState(1, _states).For(_catalog);
        for (var minutes = 1; minutes <= 2000; minutes++)
            Assert.Equal(
                minutes <= 90 ? 2 : minutes <= 200 ? 1 : 0, Select(view, new MovieFilter { MinRuntime = minutes }, _noon).Length);
    }

    [Fact]
    public void External_identifiers_are_found_both_ways()
    {
        var state = new CatalogState(1, _states);
        Assert.Equal((1, null), (state.FindMovieId("one"), state.FindMovieId("two")));
        Assert.Equal("one", state.Find(1)!.ExternalId);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Scores_of_items_outside_a_set_become_negative_infinity(int capacity)
    {
        var set = ItemSet.Where(capacity, item => item % 3 == 0);
        var scores = new float[capacity];
        set.RemoveOthers(scores);
        Assert.All(scores.Index(), score => Assert.Equal(score.Index % 3 == 0 ? 0 : float.NegativeInfinity, score.Item));
    }

    private static MovieState State(int movieId) => new(movieId, null, false, null, null, null, null, null, [], []);

    private static int[] Select(MovieFilter filter) => Select(new CatalogState(1, _states).For(_catalog), filter, _noon);

    private static int[] Select(CatalogView view, MovieFilter filter, DateTimeOffset now)
    {
        var items = view.Select(filter, now);
        return [.. Enumerable.Range(0, _catalog.Count).Where(items.Contains).Select(item => _catalog[item].MovieId)];
    }
}
