using System.Text.Json;
using System.Text.RegularExpressions;

namespace Recofilm.Functions.Requests;

/// <summary>Explains to the client why a JSON body is not readable: names field and position, never .NET types.</summary>
internal static partial class JsonErrors
{
    /// <summary>The answer to a body of another media type.</summary>
    public static Problem WrongMediaType() =>
        new(ProblemType.UnsupportedMediaType, "The header Content-Type must be application/json, in UTF-8.");

    /// <summary>The answer to a body that is not JSON.</summary>
    public static Problem Describe(JsonException exception) => DuplicateOf(exception.Message) is { } field
        ? new Problem(
            ProblemType.InvalidParameter, $"{field} must not be given twice.", new FieldError(field, "must not be given twice"))
        : new Problem(
            ProblemType.MalformedJson,
            $"The body is not valid JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");

    private static string? DuplicateOf(string message) =>
        Duplicate().Match(message) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("^Duplicate property '(.*?)'")]
    private static partial Regex Duplicate();
}
