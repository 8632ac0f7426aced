using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Recofilm.Functions.Requests;

/// <summary>Marks an endpoint whose answers have an <c>ETag</c>, which clients send to ask whether an answer changed.</summary>
internal sealed record EntityTagMetadata;

/// <summary>
/// Compresses JSON of more than 1 KiB for clients that accept it, and answers 304 when the client already has the answer. It
/// buffers answers: they are small, and the Functions host keeps them in memory anyway. Never compresses credentials (BREACH).
/// </summary>
internal sealed class ResponseBodies(RequestDelegate next)
{
    private const int MinimumBytes = 1024;

    /// <summary>Runs the endpoint and finishes its answer.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var hasTag = context.GetEndpoint()?.Metadata.GetMetadata<EntityTagMetadata>() is not null;
        var coding = CodingOf(context.Request);
        var hasBody = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsPost(context.Request.Method);
        if (!hasBody || (!hasTag && coding is null))
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        if (hasTag && context.Response.StatusCode == StatusCodes.Status200OK && IsUnchanged(context, buffer))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.Headers.ContentType = default;
            context.Response.ContentLength = null;
            return;
        }

        if (coding is null || buffer.Length < MinimumBytes || !IsCompressible(context))
        {
            buffer.Position = 0;
            await buffer.CopyToAsync(body, context.RequestAborted);
            return;
        }

        using var compressed = new MemoryStream();
        await using (var stream = coding == "br"
            ? new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true)
            : (Stream)new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            buffer.Position = 0;
            await buffer.CopyToAsync(stream, context.RequestAborted);
        }

        context.Response.Headers.ContentEncoding = coding;
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        context.Response.ContentLength = compressed.Length;
        compressed.Position = 0;
        await compressed.CopyToAsync(body, context.RequestAborted);
    }

    // Weak: the compressed and the plain form of an answer have the same tag.
    private static bool IsUnchanged(HttpContext context, MemoryStream buffer)
    {
        var hash = SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}\"", isWeak: true);
        context.Response.Headers.ETag = tag.ToString();
        context.Response.Headers.CacheControl = "no-cache, private";
        return EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var known)
            && known.Any(
                candidate => candidate.Compare(tag, useStrongComparison: false) || candidate.Equals(EntityTagHeaderValue.Any));
    }

    private static bool IsCompressible(HttpContext context) =>
        context.Response.ContentType is { } type && type.Contains("json", StringComparison.OrdinalIgnoreCase)
        && context.Response.Headers.ContentEncoding.Count == 0
        && context.Request.Path.Value is not ("/login" or "/users");

    private static string? CodingOf(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted))
            return null;
        var codings = accepted.Where(coding => coding.Quality != 0).Select(coding => coding.Value.Value).ToHashSet(
            StringComparer.OrdinalIgnoreCase);
        return codings.Contains("br") ? "br" : codings.Contains("gzip") ? "gzip" : null;
    }
}
