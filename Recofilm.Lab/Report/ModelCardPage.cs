using System.Globalization;
using System.Text.Json;
using Recofilm.Core.Metrics;
using Recofilm.Core.Registry;

namespace Recofilm.Lab.Report;

/// <summary>
/// Writes a model card as one HTML file without external resources, for dark and light colour schemes, phones and desktops.
/// </summary>
internal static class ModelCardPage
{
    private const string StandardError = "_se";

    /// <summary>Returns the content of the file.</summary>
    public static string Write(ModelCard card)
    {
        var page = new Html();
        var title = $"Recofilm model {card.Manifest.Version}";
        page.Raw("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
            .Element("title", title).Raw($"<style>{Style()}</style></head><body><main>")
            .Element("h1", title);
        Summary(page, card);
        Measures(page, card.Manifest);
        History(page, card);
        Errors(page, card);
        Examples(page, "Examples of lists for users", card.Users);
        Examples(page, "Examples of similar movies", card.Movies);
        Details(page, card.Manifest);
        page.Element("p", $"Written {Time(card.CreatedAt)}.", "soft").Raw("</main></body></html>");
        return page.ToString();
    }

    private static void Summary(Html page, ModelCard card)
    {
        var manifest = card.Manifest;
        var data = manifest.Data;
        var verdict = manifest.Gate.Accepted ? "Passed the gate" : "Refused by the gate";
        page.Element("p", $"{Capital(card.Listing.State.ToString())}. {verdict}: {manifest.Gate.Reason}");
        (string Name, string? Value)[] facts =
        [
            ("Trained", $"{Time(manifest.CreatedAt)}, started by {manifest.Trigger}"),
            ("Refined from", manifest.RefinedFrom?.ToString()),
            ("Compared with", manifest.Gate.Champion?.ToString()),
            ("Program", manifest.CodeVersion),
            ("Data",
                $"{Count(data.Ratings)} ratings by {Count(data.Users)} users of {Count(data.Movies)} movies, "
                + $"{Count(data.Tags)} tags"),
            ("Newest rating", data.NewestRating is { } newest ? Time(newest) : null),
            ("Data fingerprint", data.Fingerprint),
        ];
        page.Table(
            "Facts", ["Fact", "Value"],
            facts.Where(fact => fact.Value is not null).Select(fact => (string[])[fact.Name, fact.Value!]), numbers: false);
    }

    private static void Measures(Html page, ModelManifest manifest)
    {
        page.Element("h2", "Measured before it was published");
        if (manifest.Metrics.Count == 0)
        {
            page.Element("p", "Nothing was measured: there were too few ratings to hold any back.");
            return;
        }

        page.Table("Measures", ["Measure", "Value", "Standard error"], manifest.Metrics
            .Where(metric => !metric.Key.EndsWith(StandardError, StringComparison.Ordinal))
            .Select(metric => (string[])
            [
                metric.Key, Html.Number(metric.Value),
                manifest.Metrics.TryGetValue(metric.Key + StandardError, out var error) ? Html.Number(error) : "",
            ]));
    }

    private static void History(Html page, ModelCard card)
    {
        page.Element("h2", "Training history");
        string?[] figures =
        [
            CardFigures.OverVersions("Error of predicted ratings over versions", card.Versions, [("svd_rmse", "RMSE")]),
            CardFigures.OverVersions(
                "Quality of hybrid lists over versions", card.Versions,
                [("hybrid_in_visit_ndcg", "NDCG@10 in-visit"), ("hybrid_next_visit_ndcg", "NDCG@10 next-visit")]),
            .. card.Manifest.History.Where(series => series.Value.Count > 0)
                .Select(series => CardFigures.OverSteps($"{series.Key} over training steps", series.Value)),
        ];
        if (!Array.Exists(figures, figure => figure is not null))
            page.Element("p", "No history was recorded.");
        Grid(page, figures);
    }

    private static void Errors(Html page, ModelCard card)
    {
        page.Element("h2", "Errors by users and movies");
        if (card.Errors is not { } errors)
        {
            page.Element("p", "Not measured: nothing is held back from this version.");
            return;
        }

        var data = card.IsSameData ? "the data it learned from" : "the current data, which differ from those it learned from";
        page.Element("p", string.Create(CultureInfo.InvariantCulture, $"""
            Measured again on the ratings that the split {errors.Split} holds back of {data}: RMSE {errors.Rmse:F4}, NDCG@10 of
            hybrid lists {Describe(errors.Ndcg)}; {errors.Coverage:P1} of all movies are in at least one list (coverage).
            """));
        Grid(page,
        [
            CardFigures.Errors(
                "Error by user activity (ratings of the user)",
                [.. errors.ByActivity.Select(group => (group.Name, group.Rmse))]),
            CardFigures.Lists("Quality of lists by user activity (ratings of the user)", errors.ByActivity),
            CardFigures.Errors(
                "Error by movie popularity (ratings of the movie)",
                [.. errors.ByPopularity.Select(group => (group.Name, group.Rmse))]),
            CardFigures.Shares("Coverage: movies wanted and shown, by popularity (ratings of the movie)", errors.ByPopularity),
        ]);
        page.Raw("<details><summary>The same as tables</summary>")
            .Table(
                "By user activity", ["Ratings of the user", "Users", "Predicted", "RMSE", "NDCG@10"],
                errors.ByActivity.Select(group => (string[])
                    [group.Name, Count(group.Users), Count(group.Ratings), Optional(group.Rmse), Describe(group.Ndcg)]))
            .Table(
                "By movie popularity", ["Ratings of the movie", "Movies", "Predicted", "RMSE", "Wanted", "In lists"],
                errors.ByPopularity.Select(group => (string[])
                [
                    group.Name, Count(group.Movies), Count(group.Ratings), Optional(group.Rmse),
                    Html.Number(group.WantedShare, "P1"), Html.Number(group.ListedShare, "P1"),
                ]))
            .Raw("</details>");
    }

    private static void Examples(Html page, string heading, IReadOnlyList<CardExample> examples)
    {
        page.Element("h2", heading);
        foreach (var example in examples)
        {
            page.Element("h3", example.Title).Element("p", example.Known, "soft").Raw("<div class=\"grid\">");
            foreach (var (name, movies) in example.Lists)
            {
                page.Raw("<section>").Element("h4", name).Raw("<ol>");
                foreach (var movie in movies)
                    page.Element("li", movie);
                page.Raw("</ol></section>");
            }

            page.Raw("</div>");
        }
    }

    private static void Details(Html page, ModelManifest manifest)
    {
        page.Element("h2", "Parameters")
            .Raw("<details><summary>Options of the models</summary>")
            .Table(
                "Parameters", ["Option", "Value"],
                Flatten(manifest.Parameters, "").Select(pair => (string[])[pair.Path, pair.Value]))
            .Raw("</details>")
            .Element("h2", "Files")
            .Raw("<details><summary>Files of the version</summary>")
            .Table("Files", ["File", "Bytes", "SHA-256"], manifest.Files.Concat(manifest.EvaluationFiles)
                .Select(file => (string[])[file.Name, Count(file.Size), file.Sha256]), numbers: false)
            .Raw("</details>");
    }

    private static void Grid(Html page, IEnumerable<string?> figures)
    {
        page.Raw("<div class=\"grid\">");
        foreach (var figure in figures.OfType<string>())
            page.Raw(figure);
        page.Raw("</div>");
    }

    private static IEnumerable<(string Path, string Value)> Flatten(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(property => Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}")),
        _ => [(path, element.ToString())],
    };

    private static string Style()
    {
        var resource = typeof(ModelCardPage).Assembly.GetManifestResourceStream("Recofilm.Lab.Report.card.css")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    private static string Capital(string word) => word[..1] + word[1..].ToLowerInvariant();

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Optional(double? value) => value is { } number ? Html.Number(number) : "–";

    private static string Describe(MeanEstimate estimate) =>
        $"{Html.Number(estimate.Mean)} ± {Html.Number(estimate.StandardError)}";

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
