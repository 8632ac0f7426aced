using System.Text.Json;
using System.Text.RegularExpressions;
using NCrontab;
using Recofilm.Testing.FunctionsHost.Protocol;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>
/// Accepts the functions that a worker reports. The real host would leave out a broken function and start without it
/// (WorkerFunctionMetadataProvider, FunctionDescriptorProvider, ScriptHost.ValidateFunction); this one refuses to start.
/// </summary>
internal static partial class FunctionIndex
{
    /// <summary>Checks all functions.</summary>
    /// <param name="response">The worker's answer.</param>
    /// <param name="folder">The app's folder, whose extensions.json names the binding types of its extensions.</param>
    /// <param name="settings">Resolves schedules and queues, and disables functions.</param>
    /// <returns>The functions in the order in which the host tries their routes (FunctionMetadataManager).</returns>
    /// <exception cref="FunctionsHostException">A function is broken; the message lists all faults of all functions.</exception>
    public static IReadOnlyList<HostedFunction> Accept(FunctionMetadataResponse response, string folder, AppSettings settings)
    {
        if (response.Result?.Status is not StatusResult.Types.Status.Success)
            throw new FunctionsHostException($"The worker did not index its functions: {response.Result?.Exception?.Message}");
        if (response.UseDefaultMetadataIndexing)
            throw new FunctionsHostException("The worker must index its functions itself; it left that to the host.");

        var types = KnownTypes(folder);
        var faults = new List<string>();
        var functions = new List<HostedFunction>();
        foreach (var metadata in response.FunctionMetadataResults)
        {
            var bindings = metadata.RawBindings.Select(FunctionBinding.Parse).ToList();
            string[] found = [.. FaultsOf(metadata, bindings, types)];
            faults.AddRange(found.Select(fault => $"{metadata.Name}: {fault}"));
            if (found.Length == 0)
                functions.Add(new HostedFunction(metadata, bindings) { IsDisabled = settings.IsDisabled(metadata.Name) });
        }

        functions.Sort((one, other) => string.Compare(one.Name, other.Name, StringComparison.OrdinalIgnoreCase));
        faults.AddRange(functions.SelectMany(function => TriggerFaultsOf(function, settings)));
        faults.AddRange(Conflicts(functions));
        faults.AddRange(functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1).Select(same => $"{same.Key}: Its name must be unique."));
        if (functions.Count == 0 && faults.Count == 0)
            faults.Add("The worker reports no function.");
        if (faults.Count > 0)
            throw new FunctionsHostException(string.Join('\n', faults));
        return functions;
    }

    private static IEnumerable<string> FaultsOf(
        RpcFunctionMetadata metadata, List<FunctionBinding> bindings, HashSet<string> types)
    {
        if (metadata.Status is { Status: not StatusResult.Types.Status.Success } status)
            yield return $"The worker did not index it: {status.Exception?.Message}";
        if (!FunctionName().IsMatch(metadata.Name))
            yield return "Its name must be a letter and up to 127 letters, digits, '_' or '-'.";
        if (string.IsNullOrEmpty(metadata.ScriptFile) || string.IsNullOrEmpty(metadata.EntryPoint))
            yield return "It must have a script file and an entry point.";
        if (string.IsNullOrEmpty(metadata.FunctionId))
            yield return "It must have an identifier.";
        if (bindings.Count(binding => binding.IsTrigger) != 1)
            yield return $"It must have one trigger; got {bindings.Count(binding => binding.IsTrigger)}.";
        foreach (var binding in bindings)
        {
            if (!binding.IsReturn && !BindingName().IsMatch(binding.Name))
                yield return $"The binding name '{binding.Name}' must be a letter and up to 127 letters or digits.";
            if (binding.IsReturn && !string.Equals(binding.Direction, "out", StringComparison.OrdinalIgnoreCase))
                yield return $"The direction of {binding.Name} must be out; got '{binding.Direction}'.";
            if (!types.Contains(binding.Type))
                yield return $"The binding type '{binding.Type}' must be registered; extensions.json does not name it.";
        }

        if (bindings.Select(binding => binding.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() < bindings.Count)
            yield return "The names of its bindings must differ.";
    }

    private static IEnumerable<string> TriggerFaultsOf(HostedFunction function, AppSettings settings)
    {
        switch (function.TriggerType)
        {
            case "httptrigger":
                // Without the binding, the host discards the function's answer and sends an empty 200 (WorkerFunctionInvoker).
                if (!function.Bindings.Any(binding => binding.IsReturn && IsType(binding, "http")))
                    yield return $"{function.Name}: Its answer must be bound to http as $return; it is not.";
                var route = function.Route.Trim('/');
                if (route.StartsWith("admin", StringComparison.OrdinalIgnoreCase) ||
                    route.StartsWith("runtime", StringComparison.OrdinalIgnoreCase))
                    yield return $"{function.Name}: Its route must not begin with admin or runtime, the host's own; got {route}.";
                break;
            case "timertrigger":
                if (Try(() => TimerSchedule.Parse(settings.Resolve(function.Schedule ?? ""))) is { } wrong)
                    yield return $"{function.Name}: {wrong}";
                break;
            case "queuetrigger":
                if (Try(() => QueueListener.NameOf(function, settings)) is { } fault)
                    yield return $"{function.Name}: {fault}";
                break;
        }
    }

    // Routes conflict when they are the same text and share a method (ScriptHost.HttpRoutesConflict).
    private static IEnumerable<string> Conflicts(List<HostedFunction> functions)
    {
        var http = functions.Where(function => function.TriggerType == "httptrigger").ToList();
        return from pair in http.SelectMany((one, index) => http.Skip(index + 1), (one, other) => (one, other))
               where string.Equals(pair.one.Route.Trim('/'), pair.other.Route.Trim('/'), StringComparison.OrdinalIgnoreCase)
               where pair.one.Methods is not { Count: > 0 } some || pair.other.Methods is not { Count: > 0 } others ||
                   some.Intersect(others, StringComparer.Ordinal).Any()
               select $"{pair.other.Name}: Its route conflicts with that of {pair.one.Name}.";
    }

    // HTTP and timers belong to the host (ScriptHostBuilderExtensions). Other bindings come with extensions in the app's folder,
    // which register them when they start (ScriptStartupTypeLocator).
    private static HashSet<string> KnownTypes(string folder)
    {
        var types = new HashSet<string>(["httpTrigger", "http", "timerTrigger"], StringComparer.OrdinalIgnoreCase);
        var file = Path.Combine(folder, "extensions.json");
        if (!File.Exists(file))
            return types;
        var extensions = JsonSerializer.Deserialize<ExtensionList>(File.ReadAllText(file), JsonSerializerOptions.Web)!.Extensions;
        foreach (var extension in extensions)
        {
            if (extension.HintPath is { } path && !File.Exists(Path.Combine(folder, path)))
                throw new FunctionsHostException($"extensions.json: hintPath of {extension.Name} must be a file; got {path}.");
            if (extension.Name == "AzureStorageQueues")
                types.UnionWith(["queueTrigger", "queue"]);
        }

        return types;
    }

    private static bool IsType(FunctionBinding binding, string type) =>
        string.Equals(binding.Type, type, StringComparison.OrdinalIgnoreCase);

    private static string? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception) when (exception is FunctionsHostException or CrontabException)
        {
            return exception.Message;
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_\-]{0,127}$(?<!^host$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FunctionName();

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9]{0,127}$")]
    private static partial Regex BindingName();

    private sealed record ExtensionList(IReadOnlyList<Extension> Extensions);

    private sealed record Extension(string? Name, string? HintPath);
}
