using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;

namespace Recofilm.Core.Configuration;

/// <summary>
/// The keys below <c>Recofilm</c> that the program reads. Any other key is a typing error, which would otherwise silently leave
/// a default in place.
/// </summary>
public sealed class KnownSettings
{
    private const string Root = "Recofilm";

    // Stands for the index of a list's element.
    private const string Place = "<n>";

    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _sections = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds the settable properties of a type.</summary>
    /// <param name="section">
    /// The section, such as <c>Recofilm:Training</c>; <c>&lt;n&gt;</c> stands for the index of a list's element.
    /// </param>
    /// <param name="exceptions">Properties that the configuration does not set.</param>
    public void Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        string section, params IEnumerable<string> exceptions)
    {
        _sections.Add(section);
        foreach (var property in typeof(T).GetProperties()
            .Where(property => property.CanWrite && !exceptions.Contains(property.Name)))
        {
            var isList = property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable));
            _keys.Add($"{section}:{property.Name}{(isList ? $":{Place}" : "")}");
        }
    }

    /// <summary>Adds a key without a property.</summary>
    public void Add(string key) => _keys.Add(key);

    /// <summary>Returns a sentence for each key that nothing reads, with the nearest known key.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="otherSections">Whether to report sections without any known key, which other programs may read.</param>
    public IEnumerable<string> Problems(IConfiguration configuration, bool otherSections) => configuration
        .GetSection(Root).AsEnumerable()
        .Where(setting => setting.Value is not null && !_keys.Contains(Pattern(setting.Key)))
        .Select(setting => setting.Key)
        .Where(key => otherSections
            || _sections.Any(section => key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase)))
        .Order(StringComparer.OrdinalIgnoreCase)
        .Select(key => $"{key} is not a setting; the nearest is {Nearest(Pattern(key))}.");

    private string Nearest(string key) => NearestName.Closest(key, _keys.Order(StringComparer.Ordinal));

    private static string Pattern(string key) => string.Join(
        ConfigurationPath.KeyDelimiter,
        key.Split(ConfigurationPath.KeyDelimiter).Select(part => part.All(char.IsAsciiDigit) ? Place : part));
}
