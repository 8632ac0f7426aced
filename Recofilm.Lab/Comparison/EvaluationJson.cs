using System.Text.Json;
using Recofilm.Core.Configuration;

namespace Recofilm.Lab.Comparison;

/// <summary>
/// Writes a report for programs: <c>{"rating": {model: {rmse, mae, fit_seconds}}, "ranking": {split: {model: {ndcg, ndcg_se,
/// recall, recall_100, map, hit_rate, coverage, novelty, new_movies_ndcg, new_movies_ndcg_se}}}, "counts": {…}}</c>. The last two
/// rank only the movies without a train rating, for the users who like one of them in the test part; they are 0 when nobody does.
/// </summary>
public static class EvaluationJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Writes one JSON object and a line feed, in UTF-8.</summary>
    /// <param name="report">The report.</param>
    /// <param name="byClass">
    /// Whether to add <c>"classes": {split: [{kind, class, lists, ndcg: {model: …}}]}</c> (<see cref="NdcgByClass"/>).
    /// </param>
    /// <param name="output">
    /// Receives the object, with <c>"candidates": {split: {size, recall, recall_100, generators: {generator: {quota, recall,
    /// recall_100, only_here}}}}</c> when the report has them (<see cref="CandidateRecall"/>).
    /// </param>
    public static void Write(EvaluationReport report, bool byClass, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, Indented))
        {
            json.WriteStartObject();
            json.WriteStartObject("rating");
            foreach (var (model, result) in report.Rating)
            {
                json.WriteStartObject(model);
                json.WriteNumber("rmse", result.Rmse);
                json.WriteNumber("mae", result.Mae);
                json.WriteNumber("fit_seconds", result.FitSeconds);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteStartObject("ranking");
            foreach (var split in report.Ranking)
                WriteSplit(json, split);
            json.WriteEndObject();
            WriteCounts(json, report);
            if (byClass)
                WriteClasses(json, report);
            if (report.Candidates.Count > 0)
                WriteCandidates(json, report);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteSplit(Utf8JsonWriter json, SplitReport split)
    {
        json.WriteStartObject(split.Split.Name);
        foreach (var (model, result) in split.Models)
        {
            json.WriteStartObject(model);
            json.WriteNumber("ndcg", result.MeanNdcg.Mean);
            json.WriteNumber("ndcg_se", result.MeanNdcg.StandardError);
            json.WriteNumber("recall", result.MeanRecall.Mean);
            json.WriteNumber("recall_100", result.MeanWideRecall.Mean);
            json.WriteNumber("map", result.MeanAveragePrecision.Mean);
            json.WriteNumber("hit_rate", result.MeanHitRate.Mean);
            json.WriteNumber("coverage", result.Coverage);
            json.WriteNumber("novelty", result.Novelty);
            json.WriteNumber("new_movies_ndcg", result.MeanColdNdcg.Mean);
            json.WriteNumber("new_movies_ndcg_se", result.MeanColdNdcg.StandardError);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteClasses(Utf8JsonWriter json, EvaluationReport report)
    {
        json.WriteStartObject("classes");
        foreach (var split in report.Ranking)
        {
            json.WriteStartArray(split.Split.Name);
            foreach (var part in NdcgByClass.Of(split, report.Data.Catalog).Where(part => part.Lists > 0))
            {
                json.WriteStartObject();
                json.WriteString("kind", part.Kind);
                json.WriteString("class", part.Name);
                json.WriteNumber("lists", part.Lists);
                json.WriteStartObject("ndcg");
                foreach (var (model, ndcg) in split.Models.Zip(part.Ndcg))
                    json.WriteNumber(model.Model, ndcg.Mean);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteCandidates(Utf8JsonWriter json, EvaluationReport report)
    {
        json.WriteStartObject("candidates");
        foreach (var split in report.Candidates)
        {
            json.WriteStartObject(split.Split);
            json.WriteNumber("size", split.Size);
            json.WriteNumber("recall", split.Recall);
            json.WriteNumber("recall_100", split.RecallAt100);
            json.WriteStartObject("generators");
            foreach (var generator in split.Generators)
            {
                json.WriteStartObject(generator.Generator.ToSnakeCase());
                json.WriteNumber("quota", generator.Quota);
                json.WriteNumber("recall", generator.RecallOfQuota);
                json.WriteNumber("recall_100", generator.RecallAt100);
                json.WriteNumber("only_here", generator.OnlyHere);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, EvaluationReport report)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("users", report.Data.Ratings.UserCount);
        json.WriteNumber("movies", report.Data.Catalog.Count);
        json.WriteNumber("ratings", report.Data.Ratings.Count);
        if (report.Data.Folds is not null)
            json.WriteNumber("folds", report.Data.Folds.Count);
        foreach (var split in report.Ranking)
        {
            json.WriteStartObject(split.Split.Name);
            json.WriteNumber("train", split.Split.TrainCount);
            json.WriteNumber("test", split.Split.TestCount);
            json.WriteNumber("relevant", split.Split.RelevantCount);
            json.WriteNumber("users_evaluated", split.Split.UserCount);
            json.WriteNumber("lists_evaluated", split.Split.ListCount);
            json.WriteNumber("cuts", split.Split.Cuts.Count);
            json.WriteNumber("relevant_without_train_rating", split.Split.ColdRelevantCount);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
