using Recofilm.Core.Database.Movies;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Serving;
using Recofilm.Functions.Security;
using Recofilm.Functions.Telemetry;

namespace Recofilm.Functions.Requests;

/// <summary>
/// The context of a personal request: its user, the model that serves them, and the current catalogue.
/// </summary>
internal sealed class CallerContext(
    ModelHolder models, UserHistoryStore histories, UserDirectory users, LiveCatalog catalog, MovieStore movies,
    TimeProvider time)
{
    private static readonly TimeSpan _modelRetry = TimeSpan.FromSeconds(5);

    /// <summary>Takes a lease on the model that answers a request for a user, from its first use to its end.</summary>
    /// <exception cref="ProblemException">No model is loaded yet.</exception>
    public ModelLease Acquire(HttpContext context, int userId)
    {
        return AcquireIfLoaded(context, userId) ?? throw NotLoaded();
    }

    /// <summary>Returns the problem of a program without a model.</summary>
    public static ProblemException NotLoaded() => new(
        new Problem(ProblemType.ModelNotLoaded, "No model has been published or loaded yet.") { RetryAfter = _modelRetry });

    /// <summary>Takes a lease on the model that serves a user, or returns <see langword="null"/> when none is loaded.</summary>
    public ModelLease? AcquireIfLoaded(HttpContext context, int userId)
    {
        var model = models.Acquire(userId);
        if (model is not null)
            context.Features.Set(new ServedModel(model.Snapshot.Version.ToString()));
        return model;
    }

    /// <summary>Reads everything that the models need about the request's user, in one round trip.</summary>
    /// <exception cref="ProblemException">The user does not exist, or the caller may not act for them.</exception>
    public async Task<UserHistory> ReadAsync(HttpContext context, UserReference subject)
    {
        var history = await histories.ReadAsync(subject, context.RequestAborted);
        Admit(CallerIdentity.Of(context), subject, history?.UserId, history?.Role);
        return history!;
    }

    /// <summary>Reads the same, and the movie that matches a title, in the same round trip.</summary>
    /// <exception cref="ProblemException">As above, or no movie has the title.</exception>
    public async Task<(UserHistory User, int MovieId)> ReadAsync(HttpContext context, UserReference subject, string title)
    {
        var (history, match) = await histories.ReadAsync(subject, title, context.RequestAborted);
        Admit(CallerIdentity.Of(context), subject, history?.UserId, history?.Role);
        return (history!, match?.Movie.MovieId ?? throw MoviePath.Untitled(title));
    }

    /// <summary>Returns the identifiers of the request's user, for handlers that need nothing else.</summary>
    /// <exception cref="ProblemException">The user does not exist, or the caller may not act for them.</exception>
    public async Task<UserIdentity> FindAsync(HttpContext context, UserReference subject)
    {
        var user = await users.FindAsync(subject, context.RequestAborted);
        Admit(CallerIdentity.Of(context), subject, user?.UserId, user?.Role);
        return user!;
    }

    /// <summary>Returns the identifier of the request's user; queries the database unless it is the token's user.</summary>
    /// <exception cref="ProblemException">The user does not exist, or the caller may not act for them.</exception>
    public async ValueTask<int> FindIdAsync(HttpContext context, UserReference subject) =>
        subject.ExternalId is null && subject.UserId == CallerIdentity.Of(context).UserId
            ? subject.UserId
            : (await FindAsync(context, subject)).UserId;

    /// <summary>Returns the request's user and the movie of its path.</summary>
    /// <exception cref="ProblemException">The request is not valid, or the user or movie does not exist.</exception>
    public async Task<(int UserId, int MovieId)> ReadUserAndMovieAsync(HttpContext context)
    {
        var reader = new RequestReader(context);
        var movie = reader.PathMovie();
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();
        return (await FindIdAsync(context, subject), await FindMovieIdAsync(context, movie));
    }

    /// <summary>Returns the identifier of a movie that a client names.</summary>
    /// <exception cref="ProblemException">No movie has the external identifier.</exception>
    public async ValueTask<int> FindMovieIdAsync(HttpContext context, MovieReference movie) =>
        await TryFindMovieIdAsync(context, movie) ?? throw MoviePath.Unknown(movie);

    /// <summary>Returns the identifier of a movie, or <see langword="null"/> when no movie has the external identifier.</summary>
    public async ValueTask<int?> TryFindMovieIdAsync(HttpContext context, MovieReference movie)
    {
        if (movie.ExternalId is not { } externalId)
            return movie.MovieId;
        // The catalogue in memory may be seconds old, so a missing movie is looked up in the database.
        return (await catalog.GetAsync(context.RequestAborted)).FindMovieId(externalId)
            ?? (await movies.FindAsync(externalId, context.RequestAborted))?.MovieId;
    }

    /// <summary>Returns the identifiers of movies, 0 for those of which none has the external identifier.</summary>
    public async Task<int[]> FindMovieIdsAsync(HttpContext context, IReadOnlyList<MovieReference> references)
    {
        var state = await catalog.GetAsync(context.RequestAborted);
        string[] missing =
        [
            .. references.Select(movie => movie.ExternalId).OfType<string>()
                .Where(externalId => state.FindMovieId(externalId) is null).Distinct(),
        ];
        // The catalogue in memory may be seconds old.
        var found = missing.Length == 0 ? null : await movies.FindIdsAsync(missing, context.RequestAborted);
        return
        [
            .. references.Select(movie => movie.ExternalId is { } externalId
                ? state.FindMovieId(externalId) ?? found!.GetValueOrDefault(externalId)
                : movie.MovieId),
        ];
    }

    /// <summary>Returns the current catalogue.</summary>
    public ValueTask<CatalogState> CatalogAsync(HttpContext context) => catalog.GetAsync(context.RequestAborted);

    /// <summary>
    /// Resolves a filter for a model: genres as the catalogue spells them, and the movies that may be shown now.
    /// </summary>
    /// <exception cref="ProblemException">The catalogue has no such genre.</exception>
    public async ValueTask<MovieFilter> ResolveAsync(HttpContext context, ModelSnapshot model, RequestedFilter requested)
    {
        var state = await CatalogAsync(context);
        var movieCatalog = model.Catalog;
        var filter = requested.Resolve(movieCatalog.Genres, state);
        return filter with { Items = state.For(movieCatalog).Select(filter, time.GetUtcNow()) };
    }

    /// <summary>Returns the problem of a user who was deleted between the read and the write.</summary>
    public static ProblemException Vanished(HttpContext context, int userId) => new(
        userId == CallerIdentity.Of(context).UserId
            ? AuthenticationProblems.UserGone()
            : new Problem(ProblemType.UnknownUser, $"There is no user {userId}."));

    /// <summary>
    /// Refuses a write when its user is gone or has another role than the token says.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="userId">The user.</param>
    /// <param name="role">The user's role now, or <see langword="null"/> when the user is gone.</param>
    /// <exception cref="ProblemException">The user is gone or has another role.</exception>
    public static void ThrowIfGone(HttpContext context, int userId, UserRole? role)
    {
        var caller = CallerIdentity.Of(context);
        if (role is null || (userId == caller.UserId && !caller.Holds(role)))
            throw Vanished(context, userId);
    }

    private static void Admit(CallerIdentity caller, UserReference subject, int? userId, UserRole? role)
    {
        var isOwn = subject.ExternalId is null && subject.UserId == caller.UserId;
        if (!caller.ActsForUsers && !isOwn && userId != caller.UserId)
            throw new ProblemException(AuthenticationProblems.OtherUser());
        if (userId is null && !isOwn)
            throw new ProblemException(new Problem(ProblemType.UnknownUser, $"There is no {subject}."));
        if ((isOwn || userId == caller.UserId) && !caller.Holds(role))
            throw new ProblemException(AuthenticationProblems.UserGone());
    }
}
