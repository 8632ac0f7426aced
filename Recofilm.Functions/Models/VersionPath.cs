using Recofilm.Core.Registry;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Models;

/// <summary>The version in the path of the operators' endpoints.</summary>
internal static class VersionPath
{
    /// <summary>The parameter of the path.</summary>
    public static TextParameter Parameter { get; } =
        new("version", "The version's name, as GET /models lists it.", MaximumLength: 40);

    /// <summary>Parses the version.</summary>
    /// <exception cref="ProblemException">The text is not the name of a version.</exception>
    public static ModelVersion Read(string version) =>
        ModelVersion.TryParse(version, out var wanted) ? wanted : throw Unknown(version);

    private static ProblemException Unknown(string version) =>
        new(new Problem(ProblemType.UnknownModel, $"There is no model version \"{version}\"."));
}
