using Microsoft.Extensions.Configuration;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>The settings of host.json, read and validated as by the host (HostJsonFileConfigurationSource).</summary>
internal sealed record HostFile
{
    private const string Name = "host.json";
    private const string Prefix = "AzureFunctionsJobHost__";

    // With these sections, the host would start a custom handler or load extensions that are not the app's own.
    private static readonly string[] _foreign = ["customHandler", "httpWorker", "extensionBundle"];

    /// <summary>The first part of every route (HttpOptions); "api" unless host.json sets another.</summary>
    public required string RoutePrefix { get; init; }

    /// <summary>The settings of queue polling (QueuesOptions).</summary>
    public required QueueOptions Queues { get; init; }

    /// <summary>Reads the file of a published folder.</summary>
    /// <param name="folder">The published folder.</param>
    /// <param name="environment">Variables that begin with AzureFunctionsJobHost__ override the file.</param>
    /// <exception cref="FunctionsHostException">The host would not run the folder as a worker app.</exception>
    public static HostFile Read(string folder, IReadOnlyDictionary<string, string> environment)
    {
        var file = Path.Combine(folder, Name);
        // The real host would create a file with an extension bundle, and answer 503 until the bundle is downloaded.
        if (!File.Exists(file))
            throw new FunctionsHostException($"{Name} must lie in the app's folder; {folder} has none.");
        var configuration = new ConfigurationBuilder().AddJsonFile(file)
            .AddInMemoryCollection(environment
                .Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                .Select(variable => KeyValuePair.Create<string, string?>(
                    variable.Key[Prefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal),
                    variable.Value)))
            .Build();
        if (configuration["version"] is not "2.0")
            throw new FunctionsHostException($"{Name}: version must be \"2.0\"; got {configuration["version"] ?? "none"}.");
        foreach (var section in _foreign)
        {
            if (configuration.GetSection(section).Exists())
                throw new FunctionsHostException($"{Name}: {section} must be absent from a worker app; it is there.");
        }

        if (Directory.EnumerateFiles(folder, "function.json", SearchOption.AllDirectories).FirstOrDefault() is { } legacy)
            throw new FunctionsHostException($"function.json must be absent where the worker indexes; got {legacy}.");
        return new HostFile
        {
            RoutePrefix = configuration["extensions:http:routePrefix"] ?? "api",
            Queues = QueueOptions.From(configuration.GetSection("extensions:queues")),
        };
    }

    /// <summary>The settings of queue polling.</summary>
    /// <param name="BatchSize">The number of messages received at once.</param>
    /// <param name="NewBatchThreshold">The number of messages under way at which the next batch is received.</param>
    /// <param name="MaxDequeueCount">The number of attempts at a message.</param>
    /// <param name="MaxPollingInterval">The longest pause between polls of an empty queue.</param>
    /// <param name="VisibilityTimeout">The time that a failed message stays hidden.</param>
    /// <param name="IsBase64">Whether messages are base64.</param>
    internal sealed record QueueOptions(
        int BatchSize, int NewBatchThreshold, int MaxDequeueCount, TimeSpan MaxPollingInterval, TimeSpan VisibilityTimeout,
        bool IsBase64)
    {
        internal static QueueOptions From(IConfigurationSection section)
        {
            var batchSize = section.GetValue("batchSize", 16);
            return new QueueOptions(
                batchSize,
                section.GetValue("newBatchThreshold", batchSize / 2 * Environment.ProcessorCount),
                section.GetValue("maxDequeueCount", 5),
                section.GetValue("maxPollingInterval", TimeSpan.FromMinutes(1)),
                section.GetValue("visibilityTimeout", TimeSpan.Zero),
                !string.Equals(section["messageEncoding"], "none", StringComparison.OrdinalIgnoreCase));
        }
    }
}
