namespace Recofilm.Functions.Errors;

/// <summary>Ends a request with a problem as its answer, from wherever in its handling that becomes clear.</summary>
/// <param name="problem">The answer.</param>
internal sealed class ProblemException(Problem problem) : Exception(problem.Type.Title)
{
    /// <summary>The answer.</summary>
    public Problem Problem => problem;
}
