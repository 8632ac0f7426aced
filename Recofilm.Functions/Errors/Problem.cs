using System.Diagnostics;
using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Recofilm.Functions.Errors;

/// <summary>An answer of type application/problem+json.</summary>
/// <param name="type">The kind of problem.</param>
/// <param name="detail">What went wrong in this request.</param>
/// <param name="errors">The fields or parameters at fault.</param>
internal sealed class Problem(ProblemType type, string detail, params IReadOnlyList<FieldError> errors) : IResult
{
    /// <summary>The media type of every error.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The kind of problem.</summary>
    public ProblemType Type => type;

    /// <summary>When it is worth trying again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The value of WWW-Authenticate, which every 401 has.</summary>
    public string? Challenge { get; init; }

    /// <summary>The genres of the catalogue, when an unknown one was asked for.</summary>
    public IReadOnlyList<string>? KnownGenres { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = type.Status;
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (Challenge is not null)
            response.Headers.WWWAuthenticate = Challenge;
        response.Headers[HeaderNames.CacheControl] = "no-store";

        var body = new ProblemBody(
            type.Uri, type.Title, type.Status, detail, httpContext.Request.Path,
            Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier,
            errors.Count == 0 ? null : errors, KnownGenres);
        return response.WriteAsJsonAsync(body, ApiJson.Default.ProblemBody, MediaType, httpContext.RequestAborted);
    }
}
