using System.Text.Json;
using System.Text.RegularExpressions;
using Recofilm.Functions.Errors;

namespace Recofilm.Functions.Requests;

/// <summary>Says in the client's terms why a JSON body could not be read: the field and position, no .NET types.</summary>
internal static partial class JsonErrors
{
    /// <summary>The answer to a body that the serialiser refused.</summary>
    public static Problem Describe(JsonException exception)
    {
        var position = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
        // The reader raises errors of syntax, the serialiser those of shape; only the type's name tells them apart.
        if (exception.InnerException?.GetType().Name == "JsonReaderException")
            return new Problem(ProblemType.MalformedJson, $"The body is not valid JSON at {position}.");

        var missing = MissingFields(exception.Message);
        if (missing.Length > 0)
            return Invalid([.. missing.Select(field => new FieldError(field, "is required"))]);
        if (exception.Path is not { Length: > 2 } path)
            return new Problem(ProblemType.MalformedJson, "The body must be a JSON object.");
        return exception.Message.StartsWith("Duplicate property", StringComparison.Ordinal)
            ? Invalid(new FieldError(path[2..], "must not be given twice"))
            : Invalid(new FieldError(path[2..], $"has a value of the wrong type at {position}"));
    }

    private static Problem Invalid(params FieldError[] errors) =>
        new(ProblemType.InvalidParameter, $"{errors[0].Field} {errors[0].Detail}.", errors);

    private static string[] MissingFields(string message) =>
        message.Contains("missing required properties", StringComparison.Ordinal)
            ? [.. QuotedName().Matches(message[message.LastIndexOf(':')..]).Select(match => match.Groups[1].Value)]
            : [];

    [GeneratedRegex("'([a-z0-9_]+)'")]
    private static partial Regex QuotedName();
}
