using System.Text;
using Microsoft.Extensions.Configuration;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>
/// The app's settings as the host sees them: its environment, read as configuration, so that <c>A__B</c> is found as
/// <c>A:B</c>, in any case.
/// </summary>
internal sealed class AppSettings(IReadOnlyDictionary<string, string> environment)
{
    private readonly IConfiguration _configuration = new ConfigurationBuilder()
        .AddInMemoryCollection(environment.Select(variable => KeyValuePair.Create<string, string?>(
            variable.Key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), variable.Value)))
        .Build();

    /// <summary>Replaces each <c>%name%</c> by the setting of that name, once (NameResolverExtensions).</summary>
    /// <exception cref="FunctionsHostException">A name has no value or no closing sign.</exception>
    public string Resolve(string text)
    {
        var resolved = new StringBuilder();
        for (var position = 0; ;)
        {
            var start = text.IndexOf('%', position);
            if (start < 0)
                return resolved.Append(text, position, text.Length - position).ToString();
            var end = text.IndexOf('%', start + 1);
            if (end < 0)
                throw new FunctionsHostException($"'{text}' must close each '%'.");
            var name = text[(start + 1)..end];
            var value = _configuration[name]
                ?? throw new FunctionsHostException($"'%{name}%' must name a setting; the environment has none of that name.");
            resolved.Append(text, position, start - position).Append(value);
            position = end + 1;
        }
    }

    /// <summary>Checks whether a function is disabled (HostListenerFactory.IsDisabled).</summary>
    public bool IsDisabled(string function) =>
        IsOn($"AzureWebJobs.{function}.Disabled") || IsOn($"AzureWebJobs_{function}_Disabled");

    /// <summary>
    /// Finds the storage connection string of a binding's <c>connection</c> (IConfigurationExtensions,
    /// StorageClientProvider): the setting of that name, with the prefix AzureWebJobs or without it, also under
    /// ConnectionStrings, or <c>connectionString</c> in a section of that name. A binding without a name uses
    /// AzureWebJobsStorage.
    /// </summary>
    /// <exception cref="FunctionsHostException">There is no such setting.</exception>
    public string GetConnectionString(string? connection)
    {
        var name = string.IsNullOrEmpty(connection) ? "Storage" : connection;
        foreach (var candidate in (string[])[$"AzureWebJobs{name}", name])
        {
            foreach (var key in (string[])[$"ConnectionStrings:{candidate}", candidate])
            {
                var section = _configuration.GetSection(key);
                if ((section.Value ?? section["connectionString"]) is { Length: > 0 } value)
                    return value;
            }
        }

        throw new FunctionsHostException($"'{name}' must be a setting with a storage connection string; there is none.");
    }

    private bool IsOn(string name) => _configuration[name] is { } value &&
        (value == "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));
}
