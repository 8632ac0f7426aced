using Recofilm.Core.Hybrid.Candidates;

namespace Recofilm.Core.Tests.Hybrid;

public class QuotaLearnerTests
{
    // Two generators. The first list wants one movie, the second two, and both lists are of one kind.
    private static readonly WantedPlaces[] Lists =
    [
        new(0, 20, [Order(length: 30, (12, 7)), Order(length: 30, (3, 7))], [7]),
        new(0, 20, [Order(length: 30, (0, 7), (13, 8)), Order(length: 30, (25, 8))], [7, 8]),
    ];

    [Fact]
    public void Places_go_where_they_add_most_of_what_is_not_found_yet()
    {
        // The first block of the second generator finds half of all lists' wants (the first list's movie), that of the first
        // generator a quarter. Then the first generator leads: its first block adds a quarter, and its second another one.
        Assert.Equal([0, 10], Divide(Lists, 10));
        Assert.Equal([10, 10], Divide(Lists, 20));
        Assert.Equal([20, 10], Divide(Lists, 30));
    }

    [Fact]
    public void Places_that_add_nothing_are_not_given_and_the_last_block_may_be_smaller()
    {
        Assert.Equal([20, 10], Divide(Lists, 300));
        // Three places of the first generator's second block are not enough to reach its movie at place 13.
        Assert.Equal([10, 10], Divide(Lists, 23));
        Assert.Equal([14, 10], Divide(Lists, 24));
    }

    [Fact]
    public void A_generator_that_costs_places_must_add_more_with_the_others()
    {
        // At a cost of 10, the second generator's half is a fortieth a place, as much as the first generator's quarter, and the
        // first one wins the tie. Its second block then finds everything that the second generator has. At a cost of 9 the second
        // generator leads, unless there is only one place left for it.
        Assert.Equal([20, 0], QuotaLearner.Divide(Lists, 30, start: [0, 0], costs: [0, 10]));
        Assert.Equal([0, 10], QuotaLearner.Divide(Lists, 19, start: [0, 0], costs: [0, 9]));
        Assert.Equal([10, 10], QuotaLearner.Divide(Lists, 29, start: [0, 0], costs: [0, 9]));
        Assert.Equal([10, 0], QuotaLearner.Divide(Lists, 10, start: [0, 0], costs: [0, 9]));
    }

    [Fact]
    public void Places_given_from_the_start_are_kept_and_not_counted_twice() =>
        Assert.Equal([20, 10], QuotaLearner.Divide(Lists, 20, start: [0, 10], costs: [0, 9]));

    [Fact]
    public void Every_kind_of_request_weighs_the_same()
    {
        // Nine lists of one kind want what the first generator has, one of another kind what the second has.
        WantedPlaces[] lists =
        [
            .. Enumerable.Range(0, 9).Select(
                list => new WantedPlaces(0, 20, [Order(9, (list % 2 == 0 ? 0 : 30, 1)), Order(9)], [1])),
            new WantedPlaces(1, 20, [Order(9), Order(9, (5, 1))], [1]),
        ];

        Assert.Equal([0, 10], Divide(lists, 10));
    }

    [Fact]
    public void Newcomers_have_quotas_of_their_own_and_too_few_lists_teach_nothing()
    {
        var unlearnt = CandidateQuotas.Of(40);
        int[] found = [7];
        int[][] popular =
        [
            .. Enumerable.Range(0, CandidateQuotas.Generators.Length)
                .Select(generator => generator == (int)CandidateGenerator.PopularEver ? found : []),
        ];
        var newcomers = Enumerable.Range(0, 100).Select(_ => new WantedPlaces(0, 9, popular, [7]));

        var quotas = QuotaLearner.Learn([.. newcomers, new WantedPlaces(0, 10, popular, [7])], 100, unlearnt);

        Assert.Equal(10, quotas.For(ratings: 9)[CandidateGenerator.PopularEver]);
        Assert.Equal(10, quotas.For(ratings: 9)[CandidateGenerator.Unrated]);
        Assert.Equal(20, quotas.For(ratings: 9).Places);
        Assert.Same(unlearnt, quotas.For(ratings: 10));
    }

    [Fact]
    public void Quotas_out_of_their_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CandidateQuotas([9]));
        Assert.Throws<ArgumentException>(() => new CandidateQuotas([20, -1]));
        Assert.Throws<ArgumentException>(() => new CandidateQuotas([CandidateQuotas.MaxPlaces, 1]));
        Assert.Throws<ArgumentException>(() => new CandidateQuotas(new int[CandidateQuotas.Generators.Length + 1]));
        Assert.Equal(30, new CandidateQuotas([10, 0, 20]).Places);
    }

    private static int[] Divide(WantedPlaces[] lists, int places) =>
        QuotaLearner.Divide(lists, places, start: [0, 0], costs: [0, 0]);

    // A generator's list that has these movies at these places, and nothing that anybody wants elsewhere.
    private static int[] Order(int length, params (int Place, int Movie)[] movies)
    {
        var end = movies.Select(movie => movie.Place + 1).DefaultIfEmpty().Max();
        var list = Enumerable.Repeat(-1, Math.Max(length, end)).ToArray();
        foreach (var (place, movie) in movies)
            list[place] = movie;
        return list;
    }
}
