using Azure;
using Azure.Identity;
using Recofilm.Core.Database;
using Recofilm.Core.Popularity;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;

namespace Recofilm.Functions.Requests;

/// <summary>Maps exceptions to problems.</summary>
internal static class ExceptionProblems
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(5);

    /// <summary>Returns the problem for an exception; an exception without an entry is a fault of the program.</summary>
    public static Problem Of(Exception exception) => exception switch
    {
        ProblemException known => known.Problem,
        OverloadedException =>
            new Problem(ProblemType.Overloaded, exception.Message) { RetryAfter = OverloadedException.RetryAfter },
        BadHttpRequestException bad => new Problem(ProblemType.OfStatus(bad.StatusCode), bad.Message),
        MovieNotInModelException => new Problem(ProblemType.UnknownMovie, exception.Message),
        UnknownGenreException genre => new Problem(ProblemType.UnknownGenre, genre.Message) { KnownGenres = genre.KnownGenres },
        ModelNotFoundException => new Problem(ProblemType.UnknownModel, exception.Message),
        ModelDamagedException => new Problem(ProblemType.ModelDamaged, exception.Message),
        ChampionConflictException => new Problem(ProblemType.ChampionChanged, exception.Message),
        UnreadablePointerException => new Problem(ProblemType.RegistryDamaged, exception.Message),
        RegistryLockedException => new Problem(ProblemType.StorageUnavailable, exception.Message) { RetryAfter = _retry },
        _ when DatabaseErrors.MeansUnavailable(exception) =>
            new Problem(ProblemType.DatabaseUnavailable, "The database does not answer at the moment.") { RetryAfter = _retry },
        _ when MeansStorageUnavailable(exception) => new Problem(
            ProblemType.StorageUnavailable, "The model registry does not answer at the moment.")
        { RetryAfter = _retry },
        _ => new Problem(
            ProblemType.InternalError, "The request could not be answered. The log has the details under the trace id."),
    };

    // The storage client collects the exceptions of its retries.
    private static bool MeansStorageUnavailable(Exception exception) => exception switch
    {
        RequestFailedException { Status: 0 or 401 or 403 or >= 500 } or AuthenticationFailedException => true,
        AggregateException { InnerException: RequestFailedException or TaskCanceledException } => true,
        _ => false,
    };
}
