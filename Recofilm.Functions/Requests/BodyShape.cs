using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Recofilm.Core.Configuration;

namespace Recofilm.Functions.Requests;

/// <summary>
/// Compares a JSON body with its type and finds all errors: unknown and missing fields, wrong types, and values outside the
/// ranges that the type's attributes give. The serializer would stop at the first error.
/// </summary>
internal sealed class BodyShape
{
    /// <summary>The largest number of errors that one answer names.</summary>
    public const int MaximumFaults = 100;

    private readonly List<FieldError> _faults = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    private BodyShape()
    {
    }

    /// <summary>Whether the serializer can read the body in spite of its errors, so that the remaining checks can run.</summary>
    public bool IsReadable { get; private set; } = true;

    /// <summary>The first <see cref="MaximumFaults"/> errors in the order of the body, each with the path of its field.</summary>
    public IReadOnlyList<FieldError> Faults => _faults;

    private bool IsFull => _faults.Count == MaximumFaults;

    /// <summary>Compares a body with its type.</summary>
    public static BodyShape Compare(JsonElement body, JsonTypeInfo type)
    {
        var shape = new BodyShape();
        foreach (var field in body.EnumerateObject())
            shape._places.TryAdd(field.Name, shape._places.Count);
        shape.CheckObject(body, type, "");
        return shape;
    }

    /// <summary>Returns the position of an error's field in the body; missing fields come last.</summary>
    public int PlaceOf(FieldError error)
    {
        var end = error.Field.IndexOfAny(['.', '[']);
        return _places.GetValueOrDefault(end < 0 ? error.Field : error.Field[..end], _places.Count);
    }

    private void CheckObject(JsonElement value, JsonTypeInfo type, string prefix)
    {
        var properties = type.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        foreach (var field in value.EnumerateObject())
        {
            if (properties.TryGetValue(field.Name, out var known))
                CheckProperty(field.Value, known, prefix + field.Name);
            else if (!IsFull)
                _faults.Add(new FieldError(prefix + field.Name, NearestName.Describe(field.Name, properties.Keys)));
        }

        foreach (var property in type.Properties.Where(IsRequired))
        {
            if (value.TryGetProperty(property.Name, out _))
                continue;
            Add(prefix + property.Name, "is required");
            IsReadable = false;
        }
    }

    private void CheckProperty(JsonElement value, JsonPropertyInfo property, string path)
    {
        var type = property.Options.GetTypeInfo(property.PropertyType);
        if (value.ValueKind == JsonValueKind.Null && !IsRequired(property))
            return;
        if (Expectation(value, type, property.AttributeProvider) is { } expectation)
            Add(path, expectation);
        else if (type.Kind == JsonTypeInfoKind.Object)
            CheckObject(value, type, path + ".");
        else if (type.Kind == JsonTypeInfoKind.Enumerable)
            CheckElements(value, property.Options.GetTypeInfo(type.ElementType!), path);
    }

    private void CheckElements(JsonElement array, JsonTypeInfo type, string path)
    {
        foreach (var (place, element) in array.EnumerateArray().Index())
        {
            if (IsFull && !IsReadable)
                return;
            if (Expectation(element, type, null) is { } expectation)
                Add($"{path}[{place}]", expectation);
            else if (type.Kind == JsonTypeInfoKind.Object)
                CheckObject(element, type, $"{path}[{place}].");
        }
    }

    private void Add(string field, string expectation)
    {
        if (!IsFull)
            _faults.Add(new FieldError(field, expectation));
    }

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };

    // Returns the expectation that the value does not meet, or null.
    private string? Expectation(JsonElement value, JsonTypeInfo type, ICustomAttributeProvider? attributes)
    {
        var clrType = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        var range = Attribute<RangeAttribute>(attributes);
        var (shortest, longest) =
            (Attribute<MinLengthAttribute>(attributes)?.Length, Attribute<MaxLengthAttribute>(attributes)?.Length);
        if (!IsOfKind(value, type, clrType))
        {
            IsReadable = false;
            return Expectation(type, clrType, range, shortest, longest);
        }

        var isAllowed = value.ValueKind switch
        {
            JsonValueKind.Array => IsBetween(value.GetArrayLength(), shortest, longest),
            JsonValueKind.String when (shortest, longest) is not (null, null) =>
                IsBetween(value.GetString()!.Length, shortest, longest),
            JsonValueKind.Number => range?.IsValid(clrType == typeof(int) ? value.GetInt32() : value.GetDouble()) != false,
            _ => true,
        };
        if (!isAllowed)
            return Expectation(type, clrType, range, shortest, longest);
        return Attribute<AllowedValuesAttribute>(attributes) is { } allowed && !allowed.Values.Contains(value.GetString())
            ? "must be " + string.Join(" or ", allowed.Values)
            : null;
    }

    // Whether the serializer accepts the value for the type.
    private static bool IsOfKind(JsonElement value, JsonTypeInfo type, Type clrType) => type.Kind switch
    {
        JsonTypeInfoKind.Object => value.ValueKind == JsonValueKind.Object,
        JsonTypeInfoKind.Enumerable => value.ValueKind == JsonValueKind.Array,
        _ when clrType == typeof(bool) => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ when clrType == typeof(int) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        _ when clrType == typeof(double) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out _),
        _ when clrType == typeof(DateTimeOffset) => value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _),
        _ => value.ValueKind == JsonValueKind.String && IsUnicode(value),
    };

    private static string Expectation(JsonTypeInfo type, Type clrType, RangeAttribute? range, int? shortest, int? longest) =>
        type.Kind switch
        {
            JsonTypeInfoKind.Object => "must be an object",
            JsonTypeInfoKind.Enumerable => $"must be an array{Between(shortest, longest, "entries")}",
            _ when clrType == typeof(bool) => "must be true or false",
            _ when clrType == typeof(int) => $"must be an integer{Between(range)}",
            _ when clrType == typeof(double) => $"must be a number{Between(range)}",
            _ when clrType == typeof(DateTimeOffset) => "must be a time such as 2026-11-24T12:00:00Z",
            _ => $"must be a text{Between(shortest, longest, "characters")}",
        };

    private static T? Attribute<T>(ICustomAttributeProvider? attributes)
        where T : Attribute => attributes?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();

    // A lone surrogate, written as an escape, is valid JSON but not valid text.
    private static bool IsUnicode(JsonElement text)
    {
        try
        {
            return text.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsBetween(int count, int? least, int? most) => !(count < least) && !(count > most);

    private static string Between(RangeAttribute? range) => range switch
    {
        null => "",
        { Maximum: int.MaxValue } => string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum}"),
        _ => string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum} to {range.Maximum}"),
    };

    private static string Between(int? least, int? most, string what) => (least, most) switch
    {
        (null, null) => "",
        (null, _) => $" of at most {most} {what}",
        (_, null) => $" of at least {least} {what}",
        _ => $" of {least} to {most} {what}",
    };
}
