using System.Globalization;
using Recofilm.Core.Feedback;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary>A table of the versions' online measures.</summary>
internal static class OnlineTable
{
    /// <summary>Returns a table with one row for each version and strategy; each value has its standard error.</summary>
    public static Table Of(IReadOnlyList<OnlineMeasure> measures)
    {
        var table = new Table { Title = new TableTitle($"Online, last {OnlineMeasures.DefaultPeriod.Days} days") }
            .AddColumns("Version", "Strategy", "Users", "Lists", "Hit rate", "Rating of recommended", "Prequential RMSE");
        foreach (var measure in measures)
        {
            string[] row =
            [
                measure.ModelVersion, measure.Strategy,
                measure.Users.ToString("N0", CultureInfo.InvariantCulture),
                measure.Lists.ToString("N0", CultureInfo.InvariantCulture),
                Format(measure.HitRate), Format(measure.RecommendedRating), Format(measure.PrequentialRmse),
            ];
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        return table;
    }

    private static string Format(Estimate? estimate) => estimate switch
    {
        null => "–",
        { StandardError: { } error } => string.Create(
            CultureInfo.InvariantCulture, $"{estimate.Value:F4} ± {error:F4} (n {estimate.Count})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{estimate.Value:F4} (n {estimate.Count})"),
    };
}
