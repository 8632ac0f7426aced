using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Recofilm.Functions.Requests;

/// <summary>An answer of type application/problem+json.</summary>
/// <param name="type">The kind of problem.</param>
/// <param name="detail">The problem of this request.</param>
/// <param name="errors">The fields or parameters at fault.</param>
internal sealed class Problem(ProblemType type, string detail, params IReadOnlyList<FieldError> errors) : IResult
{
    /// <summary>The media type of every error.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The kind of problem.</summary>
    public ProblemType Type => type;

    /// <summary>The time after which another attempt makes sense.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The value of WWW-Authenticate, which every 401 has.</summary>
    public string? Challenge { get; init; }

    /// <summary>The genres of the catalogue, when the request named an unknown one.</summary>
    public IReadOnlyList<string>? KnownGenres { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = type.Status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter =
                Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (Challenge is not null)
            response.Headers.WWWAuthenticate = Challenge;
        response.Headers[HeaderNames.CacheControl] = "no-store";
        // The server does not read the rest of such a body but closes the connection, so the client must not reuse it.
        if (httpContext.Request.ContentLength > httpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
            response.Headers.Connection = "close";

        var body = new ProblemBody(
            type.Uri, type.Title, type.Status, detail, httpContext.Request.Path,
            Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier,
            errors.Count == 0 ? null : errors, KnownGenres);
        return response.WriteAsJsonAsync(body, ApiJson.Default.ProblemBody, MediaType, httpContext.RequestAborted);
    }
}
