using Recofilm.Core.Database.Users;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.Requests;

/// <summary>What every personal list starts from: the serving model, and the user's ratings as they are now.</summary>
/// <param name="models">Holds the serving model.</param>
/// <param name="histories">Reads ratings, dismissals and role in one round trip.</param>
internal sealed class Caller(ModelHolder models, UserHistoryStore histories)
{
    private static readonly TimeSpan _modelRetry = TimeSpan.FromSeconds(5);

    /// <summary>The model that answers this request, from its first use to its end.</summary>
    /// <exception cref="ProblemException">No model is loaded yet.</exception>
    public ModelSnapshot Model(HttpContext context)
    {
        return ModelIfLoaded(context) ?? throw new ProblemException(
            new Problem(ProblemType.ModelNotLoaded, "No model has been published or loaded yet.") { RetryAfter = _modelRetry });
    }

    /// <summary>The model that serves this user, or <see langword="null"/> for what can do without.</summary>
    public ModelSnapshot? ModelIfLoaded(HttpContext context)
    {
        var model = models.For(CurrentUser.Of(context).UserId);
        if (model is not null)
            context.Features.Set(new ServedModel(model.Version.ToString()));
        return model;
    }

    /// <summary>The user and everything the models need to know of them.</summary>
    /// <exception cref="ProblemException">The user of the token is gone or has another role.</exception>
    public async Task<(int UserId, UserHistory History)> ReadAsync(HttpContext context)
    {
        var user = CurrentUser.Of(context);
        return (user.UserId, Admit(user, await histories.ReadAsync(user.UserId, context.RequestAborted)));
    }

    /// <summary>The same together with the movie that a title stands for, in the same round trip.</summary>
    /// <exception cref="ProblemException">The user of the token is gone or has another role, or no movie bears the title.</exception>
    public async Task<(int UserId, UserHistory History, int MovieId)> ReadAsync(HttpContext context, string title)
    {
        var user = CurrentUser.Of(context);
        var (history, match) = await histories.ReadAsync(user.UserId, title, context.RequestAborted);
        return (user.UserId, Admit(user, history), match?.Movie.MovieId ?? throw Movies.Untitled(title));
    }

    private static UserHistory Admit(CurrentUser user, UserHistory? history) => history is not null && user.Holds(history.Role)
        ? history
        : throw new ProblemException(AuthenticationProblems.UserGone());
}
