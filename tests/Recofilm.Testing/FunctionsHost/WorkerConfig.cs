using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>The content of worker.config.json (RpcWorkerConfigFactory, RpcWorkerDescription).</summary>
/// <param name="Language">The runtime; FUNCTIONS_WORKER_RUNTIME must be the same.</param>
/// <param name="Extensions">File extensions; the host requires the list.</param>
/// <param name="DefaultExecutablePath">The executable to start.</param>
/// <param name="DefaultWorkerPath">The first argument, relative to the app's folder.</param>
/// <param name="Arguments">The arguments before that one.</param>
internal sealed record WorkerConfig(
    string? Language,
    IReadOnlyList<string>? Extensions,
    string? DefaultExecutablePath,
    string? DefaultWorkerPath,
    IReadOnlyList<string>? Arguments)
{
    private const string Runtime = "dotnet-isolated";
    private const string FileName = "worker.config.json";

    /// <summary>Reads the file of an app.</summary>
    /// <exception cref="FunctionsHostException">The host cannot start a worker from the file.</exception>
    public static WorkerConfig Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            throw new FunctionsHostException($"{FileName} must lie in the app's folder; {folder} has none.");
        var config = JsonSerializer.Deserialize<Content>(File.ReadAllText(file), JsonSerializerOptions.Web)?.Description;
        if (config is not { Extensions: not null, DefaultExecutablePath.Length: > 0, DefaultWorkerPath.Length: > 0 })
            throw new FunctionsHostException($"{FileName} must have extensions, defaultExecutablePath and defaultWorkerPath.");
        if (!string.Equals(config.Language, Runtime, StringComparison.OrdinalIgnoreCase))
            throw new FunctionsHostException($"{FileName}: language must be {Runtime}; got {config.Language ?? "none"}.");
        var path = Path.Combine(folder, config.DefaultWorkerPath);
        if (!File.Exists(path))
            throw new FunctionsHostException($"{FileName}: defaultWorkerPath must be a file; got {path}.");
        return config with
        {
            DefaultWorkerPath = path,
            DefaultExecutablePath = config.DefaultExecutablePath.Replace(
                "{WorkerRoot}", folder + Path.DirectorySeparatorChar, StringComparison.Ordinal),
        };
    }

    private sealed record Content([property: JsonRequired] WorkerConfig Description);
}
