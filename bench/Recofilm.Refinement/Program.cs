// Compares a partial training, from the champion's parameters, with a full one: processor time of the whole run, evaluation
// included, and what the lists are worth on both splits of the protocol. Arguments: a folder of MovieLens files, and how many
// ratings came after the champion (1000).
using System.Globalization;
using Recofilm.Core.Catalog.MovieLens;
using Recofilm.Core.Training;
using Recofilm.Refinement;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var data = MovieLensFiles.Read(args[0]);
var newRatings = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000;
var runs = new ComparedRuns(new ModelTrainer(new ModelOptions().On(threads: 1)), data.Catalog, data.Ratings);
runs.Report(newRatings);
