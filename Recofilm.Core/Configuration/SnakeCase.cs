using System.Text.Json;

namespace Recofilm.Core.Configuration;

/// <summary>
/// Converts names of enumeration members to the form that JSON, the database, metrics and the command line use.
/// </summary>
public static class SnakeCase
{
    /// <summary>Returns the member's name in snake_case.</summary>
    public static string ToSnakeCase<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Returns the member of a name in snake_case.</summary>
    /// <exception cref="ArgumentException">No member has the name.</exception>
    public static T Parse<T>(string name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (value.ToSnakeCase() == name)
                return value;
        }

        throw new ArgumentException(
            $"{typeof(T).Name} must be one of {string.Join(", ", NamesOf<T>())}; got '{name}'.", nameof(name));
    }

    /// <summary>Returns the names of all members in snake_case, in the order of their values.</summary>
    public static IEnumerable<string> NamesOf<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);
}
