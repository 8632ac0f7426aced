using Recofilm.Core.Artifacts;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.ListModels;

/// <summary>The version in the path of what operators do with one.</summary>
internal static class VersionPath
{
    /// <summary>The parameter.</summary>
    public static TextParameter Parameter { get; } = new("version", "The version's name, as GET /models lists it.", MaximumLength: 40);

    /// <summary>The version named.</summary>
    /// <exception cref="ProblemException">It is not the name of one.</exception>
    public static ModelVersion Read(string version) =>
        ModelVersion.TryParse(version, out var wanted) ? wanted : throw Unknown(version);

    /// <summary>What the registry does with the version.</summary>
    /// <exception cref="ProblemException">It does not have the version, or somebody else moved the champion.</exception>
    public static async Task<T> FoundAsync<T>(string version, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (ModelNotFoundException)
        {
            throw Unknown(version);
        }
        catch (ChampionConflictException exception)
        {
            throw new ProblemException(new Problem(ProblemType.ChampionChanged, exception.Message));
        }
    }

    private static ProblemException Unknown(string version) =>
        new(new Problem(ProblemType.UnknownModel, $"There is no model version \"{version}\"."));
}
