using System.Globalization;
using System.Text.Json;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Tracking;

/// <summary>Converts a training run to MLflow's parameters, metrics and tags.</summary>
internal static class MlflowReport
{
    /// <summary>Returns the options of the models by their paths, and the amounts of data.</summary>
    public static IEnumerable<MlflowPair> Params(TrackedRun run)
    {
        var flat = Flatten(run.Parameters, "");
        if (run.HasTrained)
        {
            var data = run.Manifest!.Data;
            flat = flat.Concat(
            [
                ("data.movies", Text(data.Movies)), ("data.users", Text(data.Users)),
                ("data.ratings", Text(data.Ratings)), ("data.tags", Text(data.Tags)),
            ]);
        }

        return flat.Select(pair => MlflowLimits.Param(pair.Key, pair.Value)).DistinctBy(pair => pair.Key);
    }

    /// <summary>Returns the final measures, the progress of training, and the duration of each step.</summary>
    public static IEnumerable<MlflowMetric> Metrics(TrackedRun run)
    {
        var end = run.FinishedAt.ToUnixTimeMilliseconds();
        if (run.HasTrained)
        {
            foreach (var (name, value) in run.Manifest!.Metrics)
                yield return new MlflowMetric(MlflowLimits.Key(name), value, end, 0);
        }

        for (var place = 0; place < run.Steps.Count; place++)
        {
            var (step, startedAt, duration) = run.Steps[place];
            if (duration is { } took)
            {
                yield return new MlflowMetric(
                    MlflowLimits.Key($"step_seconds/{step}"), took.TotalSeconds,
                    (startedAt + took).ToUnixTimeMilliseconds(), place);
            }
        }

        // The time of each point is unknown; the points of a measure differ by their step.
        foreach (var (measure, values) in run.History)
        {
            for (var step = 0; step < values.Count; step++)
                yield return new MlflowMetric(MlflowLimits.Key($"history/{measure}"), values[step], end, step);
        }
    }

    /// <summary>Returns the origin and the outcome of the run.</summary>
    public static IEnumerable<MlflowPair> Tags(TrackedRun run)
    {
        (string Key, string? Value)[] tags =
        [
            ("mlflow.source.type", "JOB"),
            ("mlflow.source.name", "recofilm"),
            ("mlflow.source.git.commit", CodeVersion.Current.Split('+') is [_, var commit] ? commit : null),
            ("mlflow.note.content", run.Message),
            ("training_run_id", Text(run.RunId)),
            ("trigger", run.Trigger),
            ("outcome", run.Status),
            ("data_fingerprint", run.DataFingerprint),
            ("code_version", CodeVersion.Current),
            ("model_version", run.Manifest?.Version.ToString()),
            ("refined_from", run.HasTrained ? run.Manifest!.RefinedFrom?.ToString() : null),
            ("compared_with", run.HasTrained ? run.Manifest!.Gate.Champion?.ToString() : null),
        ];
        return tags.Where(tag => tag.Value is not null).Select(tag => MlflowLimits.Tag(tag.Key, tag.Value!));
    }

    private static IEnumerable<(string Key, string Value)> Flatten(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(property => Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}")),
        JsonValueKind.String => [(path, element.GetString()!)],
        _ => [(path, element.GetRawText())],
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
