namespace Recofilm.Functions.Requests;

/// <summary>Ends a request at any point of its handling with a problem as its answer.</summary>
/// <param name="problem">The answer.</param>
internal sealed class ProblemException(Problem problem) : Exception(problem.Type.Title)
{
    /// <summary>The answer.</summary>
    public Problem Problem => problem;
}
