using System.Globalization;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;
using Recofilm.Refinement;

// Compares a partial training, from the champion's parameters, with a full one: processor time of the whole run, evaluation
// included, and what the lists are worth on both splits of the protocol. Arguments: a folder of MovieLens files, how many
// ratings came after the champion (1000), and one of two words, with which nothing that the protocol holds back is looked at:
// "choose" to compare numbers of sweeps, on splits inside the ratings that both of its splits train on; "pool" to compare
// lists on many such splits, with champions that lack half, once and twice as many ratings, which takes half an hour.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var data = MovieLensFiles.Read(args[0]);
var newRatings = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000;
var options = new ModelOptions().On(threads: 1);
if (args.Length > 2 && args[2] == "choose")
    new ComparedRuns(options, data.Catalog, InBothTrainParts(data.Ratings)).Report(newRatings, [5, 10, 20, 40]);
else if (args.Length > 2 && args[2] == "pool")
    Pool();
else
    new ComparedRuns(options, data.Catalog, data.Ratings).Report(newRatings, [options.Svd.RefineBurnInSweeps]);

void Pool()
{
    var pooled = new PooledDifference(options, data.Catalog);
    int[] missing = [newRatings / 2, newRatings, 2 * newRatings];
    pooled.Report("in-visit", InVisitSplit.Of(data.Ratings).Train, InVisitSplit.Of, times: 2, missing);
    pooled.Report("next-visit", NextVisitSplit.Of(data.Ratings).Train, NextVisitSplit.Of, times: 4, missing);
}

static RatingMatrix InBothTrainParts(RatingMatrix ratings)
{
    var inVisit = InVisitSplit.Of(ratings).Train;
    var nextVisit = NextVisitSplit.Of(ratings).Train;
    var keep = new bool[ratings.Count];
    for (var user = 0; user < ratings.UserCount; user++)
    {
        var both = Items(inVisit, user).Intersect(Items(nextVisit, user)).ToHashSet();
        for (var position = ratings.RowStarts[user]; position < ratings.RowStarts[user + 1]; position++)
            keep[position] = both.Contains(ratings.Items[position]);
    }

    return ratings.Where(keep);
}

static int[] Items(RatingMatrix ratings, int user) =>
    ratings.Items[ratings.RowStarts[user]..ratings.RowStarts[user + 1]].ToArray();
