using System.Text.Json.Serialization;
using Azure;

namespace Recofilm.Core.Artifacts;

/// <summary>Which version serves: the content of <c>champion.json</c>.</summary>
/// <param name="Version">The serving version.</param>
/// <param name="Previous">The version that served before it, to which a rollback returns.</param>
/// <param name="ActivatedAt">When the pointer was moved here, UTC.</param>
/// <param name="RolledBack">Whether it was moved back because <paramref name="Previous"/> did worse with real users.</param>
public sealed record ChampionPointer(
    ModelVersion Version, ModelVersion? Previous, DateTimeOffset ActivatedAt, bool RolledBack = false)
{
    /// <summary>The name of the blob that holds it.</summary>
    public const string FileName = "champion.json";

    /// <summary>The state of the blob that was read: moving the pointer succeeds only while it is still this.</summary>
    [JsonIgnore]
    public ETag ETag { get; init; }
}
