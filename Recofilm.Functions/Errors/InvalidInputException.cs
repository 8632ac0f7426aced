namespace Recofilm.Functions.Errors;

/// <summary>The request cannot be understood: thrown while its parameters and body are read, answered as the problem says.</summary>
/// <param name="problem">The answer.</param>
internal sealed class InvalidInputException(Problem problem) : Exception(problem.Type.Title)
{
    /// <summary>The answer.</summary>
    public Problem Problem => problem;
}
