using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Recofilm.Core.Tests.Tracking;

/// <summary>
/// A tracking server that speaks the contract of MLflow 2 and 3 and refuses what MLflow refuses: batches that are too long,
/// changed parameters, runs that do not exist, names it does not allow, what exists already, and whoever it does not know.
/// </summary>
internal sealed partial class MlflowServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string? _authorization;

    private MlflowServer(string? authorization)
    {
        _authorization = authorization;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public string Address => _app.Urls.Single();

    public ConcurrentDictionary<string, string> Experiments { get; } = [];

    public ConcurrentDictionary<string, Run> Runs { get; } = [];

    public ConcurrentDictionary<string, byte[]> Artifacts { get; } = [];

    public ConcurrentDictionary<string, List<JsonNode>> Models { get; } = [];

    public ConcurrentDictionary<(string Model, string Alias), string> Aliases { get; } = [];

    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Requests to this path wait for this.</summary>
    public (string Path, Task Until)? Hang { get; set; }

    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string ArtifactRoot { get; set; } = "mlflow-artifacts:/";

    public static async Task<MlflowServer> StartAsync(string? authorization = null)
    {
        var server = new MlflowServer(authorization);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue($"{context.Request.Method} {path}");
        if (Hang is { } hang && path.EndsWith(hang.Path, StringComparison.Ordinal))
        {
            Hanging.TrySetResult();
            await hang.Until.WaitAsync(context.RequestAborted);
        }

        if (_authorization is not null && context.Request.Headers.Authorization != _authorization)
        {
            context.Response.StatusCode = 401;
            await context.Response.WriteAsync("You are not authenticated.");
            return;
        }

        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        try
        {
            var answer = Answer(context.Request, path, buffer.ToArray());
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer.ToJsonString());
        }
        catch (Refusal refusal)
        {
            context.Response.StatusCode = refusal.Code == "RESOURCE_DOES_NOT_EXIST" ? 404 : 400;
            var error = new JsonObject { ["error_code"] = refusal.Code, ["message"] = refusal.Message };
            await context.Response.WriteAsync(error.ToJsonString());
        }
    }

    private JsonObject Answer(HttpRequest request, string path, byte[] body)
    {
        const string artifacts = "/api/2.0/mlflow-artifacts/artifacts/";
        if (request.Method == "PUT" && path.StartsWith(artifacts, StringComparison.Ordinal))
        {
            Artifacts[path[artifacts.Length..]] = body;
            return [];
        }

        const string root = "/api/2.0/mlflow/";
        if (!path.StartsWith(root, StringComparison.Ordinal))
            throw new Refusal("RESOURCE_DOES_NOT_EXIST", $"Endpoint not found: {path}");
        var json = body.Length == 0 ? null : JsonNode.Parse(body)!;
        return (request.Method, path[root.Length..]) switch
        {
            ("GET", "experiments/get-by-name") => FindExperiment(request.Query["experiment_name"]!),
            ("POST", "experiments/create") => CreateExperiment(Text(json, "name")),
            ("POST", "runs/create") => CreateRun(json!),
            ("POST", "runs/log-batch") => LogBatch(json!, body.Length),
            ("POST", "runs/update") => UpdateRun(json!),
            ("POST", "registered-models/create") => CreateModel(Text(json, "name")),
            ("POST", "model-versions/create") => CreateVersion(json!),
            ("POST", "registered-models/alias") => SetAlias(json!),
            ("GET", "registered-models/alias") => FindAlias(request.Query["name"]!, request.Query["alias"]!),
            _ => throw new Refusal("RESOURCE_DOES_NOT_EXIST", $"Endpoint not found: {request.Method} {path}"),
        };
    }

    private JsonObject FindExperiment(string name) => Experiments.TryGetValue(name, out var id)
        ? new JsonObject { ["experiment"] = new JsonObject { ["experiment_id"] = id, ["name"] = name } }
        : throw new Refusal("RESOURCE_DOES_NOT_EXIST", $"Could not find experiment with name '{name}'");

    private JsonObject CreateExperiment(string name)
    {
        var id = $"{Experiments.Count + 1}";
        return Experiments.TryAdd(name, id)
            ? new JsonObject { ["experiment_id"] = id }
            : throw new Refusal("RESOURCE_ALREADY_EXISTS", $"Experiment(name={name}) already exists.");
    }

    private JsonObject CreateRun(JsonNode json)
    {
        var experiment = Text(json, "experiment_id");
        if (!Experiments.Values.Contains(experiment))
            throw new Refusal("RESOURCE_DOES_NOT_EXIST", $"No Experiment with id={experiment} exists");
        var id = Guid.NewGuid().ToString("N");
        Runs[id] = new Run { Name = Text(json, "run_name"), StartTime = json["start_time"]!.GetValue<long>() };
        var info = new JsonObject
        {
            ["run_id"] = id,
            ["status"] = "RUNNING",
            ["artifact_uri"] = $"{ArtifactRoot}{experiment}/{id}/artifacts",
        };
        return new JsonObject { ["run"] = new JsonObject { ["info"] = info } };
    }

    private JsonObject LogBatch(JsonNode json, int bytes)
    {
        Require(bytes <= 1_000_000, $"Batched logging API requests must be at most 1000000 bytes, got {bytes}.");
        var (metrics, parameters, tags) = (List(json, "metrics"), List(json, "params"), List(json, "tags"));
        Require(metrics.Length <= 1000, $"A batch logging request can contain at most 1000 metrics. Got {metrics.Length}.");
        Require(parameters.Length <= 100, $"A batch logging request can contain at most 100 params. Got {parameters.Length}.");
        Require(tags.Length <= 100, $"A batch logging request can contain at most 100 tags. Got {tags.Length}.");
        Require(metrics.Length + parameters.Length + tags.Length <= 1000, "At most 1000 metrics, params, and tags.");
        var keys = parameters.Select(pair => Text(pair, "key")).ToArray();
        Require(keys.Length == keys.Distinct().Count(), "Duplicate parameter keys have been submitted.");
        var run = Find(Text(json, "run_id"));
        foreach (var pair in parameters)
        {
            var (key, value) = Pair(pair, 500);
            Require(
                run.Params.GetOrAdd(key, value) == value,
                $"Changing param values is not allowed. Param with key='{key}' was already logged.");
        }

        foreach (var pair in tags)
        {
            var (key, value) = Pair(pair, 5000);
            run.Tags[key] = value;
        }

        foreach (var metric in metrics)
        {
            var key = Key(metric);
            var value = metric["value"]!.GetValueKind() == JsonValueKind.String
                ? double.Parse(Text(metric, "value"), CultureInfo.InvariantCulture)
                : metric["value"]!.GetValue<double>();
            Require(metric["timestamp"]!.GetValue<long>() > 0, "Timestamp must be a nonnegative long.");
            run.Metrics.Enqueue((key, metric["step"]!.GetValue<long>(), value));
        }

        return [];
    }

    private JsonObject UpdateRun(JsonNode json)
    {
        var run = Find(Text(json, "run_id"));
        run.Status = Text(json, "status");
        Require(run.Status is "FINISHED" or "FAILED" or "KILLED", $"No such status: {run.Status}");
        run.EndTime = json["end_time"]!.GetValue<long>();
        return new JsonObject { ["run_info"] = new JsonObject() };
    }

    private JsonObject CreateModel(string name) => Models.TryAdd(name, [])
        ? new JsonObject { ["registered_model"] = new JsonObject { ["name"] = name } }
        : throw new Refusal("RESOURCE_ALREADY_EXISTS", $"Registered Model (name={name}) already exists.");

    private JsonObject CreateVersion(JsonNode json)
    {
        var versions = FindModel(Text(json, "name"));
        Find(Text(json, "run_id"));
        foreach (var tag in List(json, "tags"))
            Pair(tag, 5000);
        versions.Add(json.DeepClone());
        return new JsonObject { ["model_version"] = new JsonObject { ["version"] = $"{versions.Count}" } };
    }

    private JsonObject SetAlias(JsonNode json)
    {
        var (name, alias, version) = (Text(json, "name"), Text(json, "alias"), Text(json, "version"));
        Require(
            AliasName().IsMatch(alias) && alias != "latest" && !VersionName().IsMatch(alias), $"Invalid alias name: '{alias}'.");
        var number = int.Parse(version, CultureInfo.InvariantCulture);
        if (number < 1 || number > FindModel(name).Count)
            throw new Refusal("RESOURCE_DOES_NOT_EXIST", $"Model Version (name={name}, version={version}) not found");
        Aliases[(name, alias)] = version;
        return [];
    }

    private JsonObject FindAlias(string name, string alias) => Aliases.TryGetValue((name, alias), out var version)
        ? new JsonObject { ["model_version"] = new JsonObject { ["name"] = name, ["version"] = version } }
        : throw new Refusal("INVALID_PARAMETER_VALUE", $"Registered model alias {alias} not found.");

    private List<JsonNode> FindModel(string name) => Models.TryGetValue(name, out var versions)
        ? versions
        : throw new Refusal("RESOURCE_DOES_NOT_EXIST", $"Registered Model with name={name} not found");

    private Run Find(string id) => Runs.TryGetValue(id, out var run)
        ? run
        : throw new Refusal("RESOURCE_DOES_NOT_EXIST", $"Run with id={id} not found");

    private static (string Key, string Value) Pair(JsonNode pair, int length)
    {
        var value = Text(pair, "value");
        Require(value.Length <= length, $"Value had length {value.Length}, which exceeded length limit of {length}");
        return (Key(pair), value);
    }

    private static string Key(JsonNode entity)
    {
        var key = Text(entity, "key");
        Require(
            EntityName().IsMatch(key), $"Invalid name: '{key}'. Names may only contain alphanumerics, _, -, ., spaces and /.");
        Require(key.Length is > 0 and <= 250, $"Key had length {key.Length}, which exceeded length limit of 250");
        Require(
            !key.StartsWith('/') && !key.EndsWith('/') && key.Split('/').All(segment => segment is not ("" or "." or "..")),
            $"Invalid name: '{key}'. Names may be treated as files in certain cases.");
        return key;
    }

    private static JsonNode[] List(JsonNode json, string name) => [.. (json[name]?.AsArray() ?? []).Select(entity => entity!)];

    private static string Text(JsonNode? json, string name) =>
        json?[name]?.GetValue<string>() is { Length: > 0 } text
            ? text
            : throw new Refusal("INVALID_PARAMETER_VALUE", $"Missing value for required parameter '{name}'.");

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new Refusal("INVALID_PARAMETER_VALUE", message);
    }

    [GeneratedRegex(@"^[/\w.\- ]*\z")]
    private static partial Regex EntityName();

    [GeneratedRegex(@"^[\w\-]+\z")]
    private static partial Regex AliasName();

    [GeneratedRegex(@"^[vV]\d+\z")]
    private static partial Regex VersionName();

    internal sealed class Run
    {
        public required string Name { get; init; }

        public required long StartTime { get; init; }

        public string Status { get; set; } = "RUNNING";

        public long EndTime { get; set; }

        public ConcurrentDictionary<string, string> Params { get; } = [];

        public ConcurrentDictionary<string, string> Tags { get; } = [];

        public ConcurrentQueue<(string Key, long Step, double Value)> Metrics { get; } = [];
    }

    private sealed class Refusal(string code, string message) : Exception(message)
    {
        public string Code => code;
    }
}
