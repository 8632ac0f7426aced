using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Recofilm.Core.Registry.Artifacts;

namespace Recofilm.Core.Tracking;

/// <summary>Calls the part of the REST API of MLflow 2 and 3 that tracking needs. Requests are not repeated.</summary>
/// <param name="http">Makes the requests.</param>
/// <param name="options">The address of the server and the credentials.</param>
internal sealed class MlflowClient(HttpClient http, MlflowOptions options)
{
    private const string AlreadyExists = "RESOURCE_ALREADY_EXISTS";
    private const string DoesNotExist = "RESOURCE_DOES_NOT_EXIST";
    private const string ProxiedScheme = "mlflow-artifacts";

    private static readonly MlflowJson Json = MlflowJson.Default;

    /// <summary>Returns the identifier of an experiment, and creates the experiment when there is none.</summary>
    public async Task<string> FindOrCreateExperimentAsync(string name, CancellationToken cancellationToken)
    {
        return await FindAsync() ?? await CreateAsync() ?? await FindAsync()
            ?? throw new MlflowException($"MLflow reports that experiment '{name}' exists but does not return it.");

        async Task<string?> FindAsync() => (await FindOrNullAsync(
            $"experiments/get-by-name?experiment_name={Uri.EscapeDataString(name)}", Json.ExperimentAnswer, cancellationToken))
            ?.Experiment.ExperimentId;

        async Task<string?> CreateAsync() => (await UnlessExistsAsync(
            "experiments/create", new CreateExperiment(name), Json.CreateExperiment, Json.MlflowExperiment, cancellationToken))
            ?.ExperimentId;
    }

    /// <summary>Begins a run.</summary>
    public async Task<MlflowRun> CreateRunAsync(CreateRun run, CancellationToken cancellationToken) =>
        (await PostAsync("runs/create", run, Json.CreateRun, Json.RunAnswer, cancellationToken)).Run.Info;

    /// <summary>Logs batches to a run, one request per batch.</summary>
    public async Task LogAsync(IEnumerable<LogBatch> batches, CancellationToken cancellationToken)
    {
        foreach (var batch in batches)
            await PostAsync("runs/log-batch", batch, Json.LogBatch, Json.NoContent, cancellationToken);
    }

    /// <summary>Ends a run.</summary>
    public Task UpdateRunAsync(UpdateRun run, CancellationToken cancellationToken) =>
        PostAsync("runs/update", run, Json.UpdateRun, Json.NoContent, cancellationToken);

    /// <summary>Uploads a file to a run's artifacts through the server.</summary>
    /// <exception cref="MlflowException">The server refuses the file, or does not keep artifacts itself.</exception>
    public async Task UploadAsync(MlflowRun run, ArtifactFile file, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(run.ArtifactUri, UriKind.Absolute, out var uri) || uri.Scheme != ProxiedScheme)
            throw new MlflowException($"MLflow does not take artifacts for {run.ArtifactUri}: start it with --serve-artifacts.");
        using var content = new ReadOnlyMemoryContent(file.Content);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        await SendAsync(
            HttpMethod.Put, $"mlflow-artifacts/artifacts{uri.AbsolutePath}/{file.Name}", content, Json.NoContent,
            cancellationToken);
    }

    /// <summary>Creates a registered model unless it exists.</summary>
    public Task EnsureRegisteredModelAsync(string name, CancellationToken cancellationToken) => UnlessExistsAsync(
        "registered-models/create", new CreateRegisteredModel(name, "Movie recommendations by Recofilm."),
        Json.CreateRegisteredModel, Json.NoContent, cancellationToken);

    /// <summary>Adds a version to a registered model.</summary>
    /// <returns>The number of the version.</returns>
    public async Task<string> CreateModelVersionAsync(CreateModelVersion version, CancellationToken cancellationToken) =>
        (await PostAsync(
            "model-versions/create", version, Json.CreateModelVersion, Json.ModelVersionAnswer, cancellationToken))
        .ModelVersion.Version;

    /// <summary>Moves an alias to a version.</summary>
    public Task SetAliasAsync(SetAlias alias, CancellationToken cancellationToken) =>
        PostAsync("registered-models/alias", alias, Json.SetAlias, Json.NoContent, cancellationToken);

    /// <summary>Returns the version that has an alias, or <see langword="null"/>.</summary>
    public async Task<string?> FindAliasAsync(string name, string alias, CancellationToken cancellationToken)
    {
        try
        {
            var query = $"mlflow/registered-models/alias?name={Uri.EscapeDataString(name)}&alias={Uri.EscapeDataString(alias)}";
            var answer = await SendAsync(HttpMethod.Get, query, null, Json.ModelVersionAnswer, cancellationToken);
            return answer.ModelVersion.Version;
        }
        catch (MlflowException exception) when (exception.ErrorCode is DoesNotExist or "INVALID_PARAMETER_VALUE")
        {
            // Servers differ in the code for an alias that no version has.
            return null;
        }
    }

    private async Task<T?> FindOrNullAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await SendAsync(HttpMethod.Get, $"mlflow/{path}", null, answer, cancellationToken);
        }
        catch (MlflowException exception) when (exception.ErrorCode == DoesNotExist)
        {
            return null;
        }
    }

    private async Task<TAnswer?> UnlessExistsAsync<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> bodyInfo, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken)
        where TAnswer : class
    {
        try
        {
            return await PostAsync(path, body, bodyInfo, answer, cancellationToken);
        }
        catch (MlflowException exception) when (exception.ErrorCode == AlreadyExists)
        {
            return null;
        }
    }

    private async Task<TAnswer> PostAsync<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> bodyInfo, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body, bodyInfo);
        return await SendAsync(HttpMethod.Post, $"mlflow/{path}", content, answer, cancellationToken);
    }

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(options.ApiAddress, path)) { Content = content };
        request.Headers.Authorization = Authorization();
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw Refusal(method, path, response.StatusCode, text);
        try
        {
            return JsonSerializer.Deserialize(text.Length == 0 ? "{}"u8 : text, answer)!;
        }
        catch (JsonException exception)
        {
            throw new MlflowException($"MLflow answered {method} {path} with unexpected content.", null, exception);
        }
    }

    private AuthenticationHeaderValue? Authorization()
    {
        if (options.Token is not null)
            return new AuthenticationHeaderValue("Bearer", options.Token);
        return options.Username is null
            ? null
            : new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Username}:{options.Password}")));
    }

    private static MlflowException Refusal(HttpMethod method, string path, HttpStatusCode status, byte[] text)
    {
        MlflowError? error = null;
        try
        {
            error = JsonSerializer.Deserialize(text, Json.MlflowError);
        }
        catch (JsonException)
        {
            // Proxies and the authentication plugin answer in plain text.
        }

        var said = error?.Message ?? Encoding.UTF8.GetString(text.AsSpan(0, Math.Min(text.Length, 300)));
        return new MlflowException($"MLflow refused {method} {path.Split('?')[0]} ({(int)status}): {said}", error?.ErrorCode);
    }
}
