using System.Globalization;
using Recofilm.Core.Catalog;
using Recofilm.Core.Configuration;
using Recofilm.Core.Metrics;
using Recofilm.Lab.Comparison;
using Recofilm.Lab.Files;
using Spectre.Console;

namespace Recofilm.Cli.Evaluation;

/// <summary>Prints an evaluation as tables: one for ratings, one for each ranking split.</summary>
internal static class ReportTables
{
    private const double Significant = 0.05;

    /// <summary>Writes the tables.</summary>
    /// <param name="report">The results of the evaluation.</param>
    /// <param name="baseline">The model with which the others are compared, user by user.</param>
    /// <param name="byClass">Whether to add a table of NDCG by class to each split's.</param>
    /// <param name="console">The console that receives the tables.</param>
    public static void Write(EvaluationReport report, string baseline, bool byClass, IAnsiConsole console)
    {
        if (report.Rating.Count > 0)
            console.Write(RatingTable(report));
        foreach (var split in report.Ranking)
        {
            console.Write(RankingTable(split, baseline));
            console.WriteLine(Counts(split.Split));
            if (byClass)
                console.Write(ClassTable(split, report.Data.Catalog));
        }

        foreach (var candidates in report.Candidates)
            console.Write(CandidateTable(candidates));

        if (report.Ranking.Any(split => split.Models.Any(model => model.Model == baseline)))
        {
            console.WriteLine(
                $"± standard error over users. Difference to {baseline} and t paired by user; * where p < 0.05 two-sided.");
        }
    }

    private static string Counts(EvaluationSplit split)
    {
        var judged = split.Cuts.Count > 1
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{split.UserCount:N0} users judged in {split.ListCount:N0} lists after {split.Cuts.Count} cuts")
            : string.Create(CultureInfo.InvariantCulture, $"{split.UserCount:N0} users judged");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{split.TrainCount:N0} train and {split.TestCount:N0} test ratings, {split.RelevantCount:N0} relevant " +
            $"({split.ColdRelevantCount:N0} of movies without a train rating), {judged}.");
    }

    private static Table RatingTable(EvaluationReport report)
    {
        var how = report.Data.Folds is { } folds ? $"{folds.Count} folds" : "given split";
        var table = new Table().Title(Markup.Escape($"Rating prediction ({how})")).AddColumn("Model");
        AddNumbers(table, "RMSE", "MAE", "Fit, s");
        foreach (var (model, result) in report.Rating)
            table.AddRow(model, Figure(result.Rmse), Figure(result.Mae), Figure(result.FitSeconds, "F2"));
        return table;
    }

    private static Table RankingTable(SplitReport split, string baseline)
    {
        var reference = split.Models.FirstOrDefault(model => model.Model == baseline).Result;
        var title = Markup.Escape($"Lists of {EvaluationProtocol.ListLength}, {split.Split.Name}");
        var table = new Table().Title(title).AddColumn("Model");
        AddNumbers(table, "NDCG");
        if (reference is not null)
            AddNumbers(table, $"− {baseline} (t)");
        AddNumbers(table, "Recall", $"@{EvaluationProtocol.WideListLength}", "MAP", "HR", "Coverage", "Novelty", "Alike");
        AddNumbers(table, "New movies");
        foreach (var (model, result) in split.Models)
        {
            List<string> row = [model, $"{Figure(result.MeanNdcg.Mean)} ± {Figure(result.MeanNdcg.StandardError)}"];
            if (reference is not null)
                row.Add(model == baseline ? "" : Compare(result, reference));
            row.AddRange([
                Figure(result.MeanRecall.Mean), Figure(result.MeanWideRecall.Mean, "F3"),
                Figure(result.MeanAveragePrecision.Mean), Figure(result.MeanHitRate.Mean, "F3"),
                Figure(result.Coverage, "F3"), Figure(result.Novelty, "F2"),
                result.IntraListSimilarity is { } alike ? Figure(alike, "F3") : "", Figure(result.MeanColdNdcg.Mean),
            ]);
            table.AddRow(row.Select(Markup.Escape).ToArray());
        }

        return table;
    }

    private static Table ClassTable(SplitReport split, MovieCatalog catalog)
    {
        var table = new Table().Title(Markup.Escape($"NDCG by class, {split.Split.Name}")).AddColumn("Class").AddColumn("");
        AddNumbers(table, ["Lists", .. split.Models.Select(model => model.Model)]);
        foreach (var part in NdcgByClass.Of(split, catalog).Where(part => part.Lists > 0))
        {
            table.AddRow([
                Markup.Escape(part.Kind), Markup.Escape(part.Name), part.Lists.ToString("N0", CultureInfo.InvariantCulture),
                .. part.Ndcg.Select(ndcg => $"{Figure(ndcg.Mean)} ± {Figure(ndcg.StandardError)}"),
            ]);
        }

        return table;
    }

    private static Table CandidateTable(CandidateRecall candidates)
    {
        var wide = EvaluationProtocol.WideListLength;
        var table = new Table().Title(Markup.Escape($"Recall of the hybrid's candidates, {candidates.Split}")).AddColumn("From");
        AddNumbers(table, $"Best {wide}", "Candidates", "Recall", "Only here");
        foreach (var generator in candidates.Generators)
        {
            table.AddRow(
                generator.Generator.ToSnakeCase(), Figure(generator.RecallAt100, "F3"), Figure(generator.Quota, "F0"),
                Figure(generator.RecallOfQuota, "F3"), Figure(generator.OnlyHere, "F3"));
        }

        return table.AddRow(
            "all", Figure(candidates.RecallAt100, "F3"), Figure(candidates.Size, "F0"), Figure(candidates.Recall, "F3"), "");
    }

    private static string Compare(RankingResult result, RankingResult reference)
    {
        var comparison = result.Compare(reference);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{comparison.Difference:+0.0000;-0.0000} ({comparison.T:F1}){(comparison.PValue < Significant ? "*" : " ")}");
    }

    private static void AddNumbers(Table table, params ReadOnlySpan<string> headings)
    {
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(Markup.Escape(heading)).RightAligned());
    }

    private static string Figure(double value, string format = "F4") => value.ToString(format, CultureInfo.InvariantCulture);
}
