using Recofilm.Core.Datasets.Sample;
using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Lab.Baselines;
using Recofilm.Lab.Files;
using Recofilm.Lab.Tuning;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Lab.Tuning;

public sealed class CoordinateSearchTests : IDisposable
{
    private static readonly TuningSpace Space = new(
        "collaborative", 0.001,
        [
            new("collaborative.regimes.return.factor_share", 0.3, 0.6),
            new("collaborative.regimes.return.trend_weight", 0, 1.2),
            new("collaborative.factors.dimension", 16),
        ]);

    private readonly string _folder = TemporaryFolder.Create("tune");

    private string JournalPath => Path.Combine(_folder, "trials");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_best_of_each_option_is_taken_when_it_gains_enough()
    {
        // Two hills; the third option gains less than the least that counts.
        var objective = new Objective(options =>
            -Math.Pow(OptionPath.Get(options, "collaborative.regimes.return.factor_share") - 0.3, 2)
            - Math.Pow(OptionPath.Get(options, "collaborative.regimes.return.trend_weight") - 1, 2)
            + (OptionPath.Get(options, "collaborative.factors.dimension") == 16 ? 0.0005 : 0));
        var start = OptionPath.With(new ModelOptions(), new Dictionary<string, double>
        {
            ["collaborative.regimes.return.factor_share"] = 0.6,
            ["collaborative.regimes.return.trend_weight"] = 0,
        });
        using var journal = TuningJournal.Open(JournalPath, "a search");

        var (first, best) = new CoordinateSearch(Space, objective, journal)
            .Run(start, 5, null, TestContext.Current.CancellationToken);

        Assert.Equal([64, 0.6, 0], first.Options.Values);
        Assert.Equal([64, 0.3, 1.2], best.Options.Values);
        Assert.Equal(journal.Count, objective.Asked);
    }

    [Fact]
    public void A_search_that_was_stopped_goes_on_and_finds_the_same()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var sample = new EvaluationData(
            SampleCatalog.Load(), SampleRatings.Simulate(SampleCatalog.Load(), new() { Users = 60 }), null, [], []);
        var real = TuningObjectives.For("collaborative", sample, threads: 1);
        Trial Search(string path, Objective objective)
        {
            using var journal = TuningJournal.Open(path, "a search");
            return new CoordinateSearch(Space, objective, journal).Run(new ModelOptions(), 2, null, cancellation).Best;
        }

        var whole = new Objective(options => real.Measure(options, cancellation).Score);
        var expected = Search(Path.Combine(_folder, "whole"), whole);

        // The process dies in the middle of the third trial and of writing a line.
        var dying = new Objective(options => real.Measure(options, cancellation).Score) { DiesAt = 3 };
        Assert.Throws<IOException>(() => Search(JournalPath, dying));
        File.AppendAllText(JournalPath, "{\"options\":{\"half");
        var resumed = new Objective(options => real.Measure(options, cancellation).Score);
        var found = Search(JournalPath, resumed);

        Assert.Equal(expected.Options, found.Options);
        Assert.Equal(expected.Score, found.Score);
        Assert.Equal(whole.Asked, resumed.Asked + 2);
    }

    [Fact]
    public void A_journal_of_another_search_is_refused()
    {
        TuningJournal.Open(JournalPath, "svd on one set").Dispose();
        var error = Assert.Throws<InvalidDataException>(() => TuningJournal.Open(JournalPath, "svd on another"));
        Assert.Equal(
            $"{JournalPath} belongs to another search (svd on one set, not svd on another); remove it or name another file.",
            error.Message);
    }

    [Theory]
    [InlineData("collaborative.factors.depth")]
    [InlineData("collaborative.factors")]
    public void A_path_that_leads_nowhere_is_refused(string path)
    {
        Assert.Throws<ArgumentException>(() => OptionPath.Get(new ModelOptions(), path));
        Assert.Throws<ArgumentException>(() => OptionPath.With(new ModelOptions(), [KeyValuePair.Create(path, 1.0)]));
    }

    [Fact]
    public void Nothing_that_is_tested_on_is_looked_at()
    {
        var catalog = SampleCatalog.Load();
        var ratings = SampleRatings.Simulate(catalog, new() { Users = 60 });
        var (visit, comeBack, newUsers) = (InVisitSplit.Of(ratings), NextVisitSplit.Of(ratings), NewUsersSplit.Of(ratings));

        var firstCut = TimeSplit.CutsOf(ratings)[0];

        var (sizes, ends) = (new List<int>(), new List<long>());
        var objective = new RankingObjective(ratings, 1, 1, 0, (part, _, _) =>
        {
            sizes.Add(part.Train.Count + part.Test.Count);
            ends.Add(part.Test.Timestamps.ToArray().Max());
            return new PopularityBaseline(part.Train);
        }, threads: 1);
        objective.Measure(new ModelOptions(), TestContext.Current.CancellationToken);

        Assert.Equal([visit.Train.Count, comeBack.Train.Count, newUsers.Train.Count], sizes[..3]);
        Assert.InRange(Assert.Single(ends[3..]), 0, firstCut - 1);
    }

    private sealed class Objective(Func<ModelOptions, double> score) : ITuningObjective
    {
        public int Asked { get; private set; }

        public int DiesAt { get; init; } = int.MaxValue;

        public TuningMeasures Measure(ModelOptions options, CancellationToken cancellationToken)
        {
            if (++Asked >= DiesAt)
                throw new IOException("The process was killed.");
            return new TuningMeasures(score(options), new Dictionary<string, double>());
        }
    }
}
