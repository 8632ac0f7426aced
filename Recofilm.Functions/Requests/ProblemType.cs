namespace Recofilm.Functions.Requests;

/// <summary>A kind of problem in an answer; clients may rely on <see cref="Uri"/> and <see cref="Status"/>.</summary>
/// <param name="Name">The last part of the URI.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">A short summary that does not change from occurrence to occurrence.</param>
internal sealed record ProblemType(string Name, int Status, string Title)
{
    /// <summary>The value of the member <c>type</c> of RFC 9457.</summary>
    public string Uri => $"urn:recofilm:problem:{Name}";

    public static readonly ProblemType BadRequest = new("bad-request", 400, "The request is not valid HTTP for this API");
    public static readonly ProblemType InvalidParameter = new("invalid-parameter", 400, "A parameter is missing or out of range");
    public static readonly ProblemType MalformedJson = new("malformed-json", 400, "The body is not the JSON that was expected");
    public static readonly ProblemType UnknownGenre = new("unknown-genre", 400, "A genre is not in the catalogue");
    public static readonly ProblemType InvalidCredentials = new("invalid-credentials", 401, "The user or the key is wrong");
    public static readonly ProblemType MissingToken = new("missing-token", 401, "An access token is needed");
    public static readonly ProblemType InvalidToken = new("invalid-token", 401, "The access token is not valid");
    public static readonly ProblemType Forbidden = new("forbidden", 403, "The user's role does not allow this");
    public static readonly ProblemType UnknownRoute = new("unknown-route", 404, "There is nothing at this path");
    public static readonly ProblemType UnknownMovie = new("unknown-movie", 404, "The movie is not in the catalogue");
    public static readonly ProblemType UnknownUser = new("unknown-user", 404, "There is no such user");
    public static readonly ProblemType UnknownRating = new("unknown-rating", 404, "The user has not rated this movie");
    public static readonly ProblemType UnknownModel = new("unknown-model", 404, "There is no model of this version");
    public static readonly ProblemType UnknownImport = new("unknown-import", 404, "There is no such import");
    public static readonly ProblemType UnknownExport = new("unknown-export", 404, "There is no such export");
    public static readonly ProblemType UnknownRecommendation =
        new("unknown-recommendation", 404, "The list was not shown to the user");
    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "The path does not have this method");
    public static readonly ProblemType RequestTimeout = new("request-timeout", 408, "The request arrived too slowly");
    public static readonly ProblemType ExternalIdTaken = new("external-id-taken", 409, "The external identifier is taken");
    public static readonly ProblemType BulkRunning = new("bulk-running", 409, "Another bulk request is under way");
    public static readonly ProblemType ChampionChanged =
        new("champion-changed", 409, "The champion was changed at the same time");
    public static readonly ProblemType ModelDamaged = new("model-damaged", 409, "The model version cannot be loaded");
    public static readonly ProblemType LengthRequired = new("length-required", 411, "The request must announce its length");
    public static readonly ProblemType BodyTooLarge = new("body-too-large", 413, "The request body is too large");
    public static readonly ProblemType UnsupportedMediaType =
        new("unsupported-media-type", 415, "The body has an unsupported media type");
    public static readonly ProblemType MovieNotRecommended =
        new("movie-not-recommended", 422, "The list does not have the movie");
    public static readonly ProblemType RejectedLines =
        new("rejected-lines", 422, "Lines of the body are not valid; nothing was written");
    public static readonly ProblemType TooManyRequests = new("too-many-requests", 429, "Too many requests");
    public static readonly ProblemType InternalError = new("internal-error", 500, "The program failed");
    public static readonly ProblemType ModelNotLoaded = new("model-not-loaded", 503, "No model is loaded yet");
    public static readonly ProblemType Overloaded = new("overloaded", 503, "The program has more requests than it can answer");
    public static readonly ProblemType RegistryDamaged =
        new("registry-damaged", 503, "The model registry has an unreadable pointer");
    public static readonly ProblemType IssuerUnavailable = new("issuer-unavailable", 503, "The token's issuer does not answer");
    public static readonly ProblemType StorageUnavailable = new("storage-unavailable", 503, "The model registry does not answer");
    public static readonly ProblemType DatabaseUnavailable = new("database-unavailable", 503, "The database does not answer");

    /// <summary>Returns the type for a status that a middleware answered without a body.</summary>
    public static ProblemType OfStatus(int status) => status switch
    {
        401 => MissingToken,
        403 => Forbidden,
        404 => UnknownRoute,
        405 => MethodNotAllowed,
        408 => RequestTimeout,
        411 => LengthRequired,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyRequests,
        >= 500 => InternalError,
        _ => BadRequest,
    };
}
