using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Recofilm.Functions.Requests;

/// <summary>An error, as RFC 9457 describes it.</summary>
/// <param name="Type">A URN that names the kind of problem and never changes.</param>
/// <param name="Title">The kind of problem in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">The problem of this request.</param>
/// <param name="Instance">The path of the request.</param>
/// <param name="TraceId">The identifier of this request in the log.</param>
/// <param name="Errors">The fields or parameters at fault.</param>
/// <param name="KnownGenres">The genres of the catalogue, when the request named an unknown one.</param>
[Description("An error, as RFC 9457 describes it.")]
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<FieldError>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<string>? KnownGenres = null);

/// <summary>An error of one field or parameter.</summary>
/// <param name="Field">The name of the query parameter, or the JSON path of the body's field, such as "genres[1]".</param>
/// <param name="Detail">The constraint that it must satisfy.</param>
internal sealed record FieldError(string Field, string Detail);
