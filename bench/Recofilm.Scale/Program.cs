using System.CommandLine;
using System.Diagnostics;
using Recofilm.Scale;

var folder = new Option<string>("--out") { Description = "Folder to write the files to.", Required = true };
var users = new Option<int>("--users") { Description = "Number of users.", DefaultValueFactory = _ => new MovieLensShape().Users };
var movies = new Option<int>("--movies") { Description = "Number of movies.", DefaultValueFactory = _ => new MovieLensShape().Movies };
var ratings = new Option<long>("--ratings") { Description = "Number of ratings aimed at.", DefaultValueFactory = _ => new MovieLensShape().Ratings };
var seed = new Option<int>("--seed") { Description = "Seed; the same seed gives the same files.", DefaultValueFactory = _ => new MovieLensShape().Seed };
var generate = new Command("generate", "Writes a data set in MovieLens' format with planted tastes.") { folder, users, movies, ratings, seed };
generate.SetAction((result, cancellationToken) =>
{
    var shape = new MovieLensShape
    {
        Users = result.GetValue(users),
        Movies = result.GetValue(movies),
        Ratings = result.GetValue(ratings),
        Seed = result.GetValue(seed),
    };
    shape.Validate();
    var clock = Stopwatch.StartNew();
    var written = new MovieLensGenerator(shape).Write(result.GetValue(folder)!, cancellationToken);
    Console.WriteLine($"{written:N0} ratings of {shape.Users:N0} users in {clock.Elapsed.TotalSeconds:F1} s");
    return Task.FromResult(0);
});

return await new RootCommand("Measures Recofilm on data of MovieLens 20M's shape.") { generate }.Parse(args).InvokeAsync();
