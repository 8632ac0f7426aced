using Recofilm.Functions.Errors;

namespace Recofilm.Functions.Requests;

/// <summary>Movies that clients name.</summary>
internal static class Movies
{
    public static readonly IntegerParameter MovieId = new("movie_id", "The movie's identifier.", 1, int.MaxValue);

    /// <summary>The catalogue has no such movie.</summary>
    public static ProblemException Unknown(int movieId) =>
        new(new Problem(ProblemType.UnknownMovie, $"There is no movie {movieId}."));

    /// <summary>The catalogue may have the movie, but the serving model was trained without it.</summary>
    public static ProblemException NotInModel(int movieId) =>
        new(new Problem(ProblemType.UnknownMovie, $"There is no movie {movieId}, or it came after the serving model."));

    /// <summary>No movie bears the title.</summary>
    public static ProblemException Untitled(string title) =>
        new(new Problem(ProblemType.UnknownMovie, $"No movie is titled \"{title}\".", new FieldError("title", "is not the title of a movie")));
}
