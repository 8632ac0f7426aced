using System.CommandLine;
using Recofilm.Chaos;

var seconds = new Option<int>("--seconds")
{
    Description = "How long clients act and faults happen, 10 to 86400.",
    DefaultValueFactory = _ => 120,
};
seconds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 10 or > 86_400)
        result.AddError("--seconds is between 10 and 86400.");
});
var seed = new Option<int>("--seed")
{
    Description = "Draws requests and faults. Default: another one each time.",
    DefaultValueFactory = _ => Environment.TickCount & 0xFFFF,
};
var clients = new Option<int>("--clients")
{
    Description = "The number of clients at the same time, 1 to 64.",
    DefaultValueFactory = _ => 8,
};
clients.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 64)
        result.AddError("--clients is between 1 and 64.");
});
var root = new RootCommand("Kills and stops instances, database and storage under clients whose histories are checked.")
{
    seconds, seed, clients,
};
root.SetAction(async (result, cancellationToken) =>
{
    var report = await ChaosRun.RunAsync(
        new ChaosOptions(TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(seed), result.GetValue(clients)),
        cancellationToken);
    Console.WriteLine(report.ToMarkdown());
    return report.Violations.Count == 0 ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
