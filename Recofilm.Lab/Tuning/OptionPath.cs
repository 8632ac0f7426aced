using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Recofilm.Core.Fitting;

namespace Recofilm.Lab.Tuning;

/// <summary>Reads and changes values of <see cref="ModelOptions"/> by their path in its JSON.</summary>
public static class OptionPath
{
    /// <summary>Returns the number at a path.</summary>
    /// <exception cref="ArgumentException">There is no number at the path.</exception>
    public static double Get(ModelOptions options, string path)
    {
        var (holder, name) = Find(JsonObject.Create(options.ToJson())!, path);

        // Converts through text, because 0.6 must stay 0.6 for floats and doubles alike.
        return double.TryParse(holder[name]!.ToJsonString(), CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new ArgumentException($"The option '{path}' is not a number.");
    }

    /// <summary>Returns the options with other numbers.</summary>
    /// <param name="options">The options to change.</param>
    /// <param name="values">Values by path; whole numbers for integer options.</param>
    /// <exception cref="ArgumentException">There is no option at a path.</exception>
    public static ModelOptions With(ModelOptions options, IEnumerable<KeyValuePair<string, double>> values)
    {
        var root = JsonObject.Create(options.ToJson())!;
        foreach (var (path, value) in values)
        {
            var (holder, name) = Find(root, path);
            holder[name] = Number(value);
        }

        return Read(root, options);
    }

    /// <summary>Returns the options with one other value.</summary>
    /// <param name="options">The options to change.</param>
    /// <param name="path">The path of the option.</param>
    /// <param name="value">The value as text: a number, or a time such as <c>12:00:00</c>.</param>
    /// <exception cref="ArgumentException">There is no option at the path, or it cannot have the value.</exception>
    public static ModelOptions With(ModelOptions options, string path, string value)
    {
        var root = JsonObject.Create(options.ToJson())!;
        var (holder, name) = Find(root, path);
        var isNumber = holder[name]!.GetValueKind() == JsonValueKind.Number;
        double number = 0;
        if (isNumber
            && !(double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number)))
        {
            throw new ArgumentException($"{path} must be a number; got '{value}'.");
        }

        holder[name] = isNumber ? Number(number) : JsonValue.Create(value);
        try
        {
            var changed = Read(root, options);
            changed.Validate();
            return changed;
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"{path} cannot be '{value}'.", exception);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{path} cannot be '{value}': {exception.Message}", exception);
        }
    }

    private static (JsonObject Holder, string Name) Find(JsonObject root, string path)
    {
        var names = path.Split('.');
        var holder = root;
        for (var depth = 0; ; depth++)
        {
            var node = holder[names[depth]];
            if (node is JsonValue && depth == names.Length - 1)
                return (holder, names[depth]);
            if (node is not JsonObject inner || depth == names.Length - 1)
            {
                var place = node is JsonObject ? path : string.Join('.', names[..depth]);
                var options = string.Join(", ", (node as JsonObject ?? holder).Select(option => option.Key));
                throw new ArgumentException(
                    $"There is no option '{path}'; {(place.Length == 0 ? "there are" : $"{place} has")} {options}.");
            }

            holder = inner;
        }
    }

    private static JsonValue Number(double value) =>
        double.IsInteger(value) ? JsonValue.Create((long)value) : JsonValue.Create(value);

    // The JSON does not contain the threads, which change no result.
    private static ModelOptions Read(JsonObject root, ModelOptions options) =>
        root.Deserialize(ModelOptionsJson.Default.ModelOptions)!.On(options.Svd.Threads);
}
