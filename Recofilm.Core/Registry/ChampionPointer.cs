using System.Text.Json.Serialization;
using Azure;

namespace Recofilm.Core.Registry;

/// <summary>The pointer to the version that serves: the content of <c>champion.json</c>.</summary>
/// <param name="Version">The serving version.</param>
/// <param name="Previous">The version that served before it, to which a rollback returns.</param>
/// <param name="ActivatedAt">The time at which the pointer was moved to the version, UTC.</param>
/// <param name="RolledBack">
/// Whether the pointer was moved back because <paramref name="Previous"/> did worse with real users.
/// </param>
/// <param name="RollbackReason">The measure that was worse.</param>
public sealed record ChampionPointer(
    ModelVersion Version, ModelVersion? Previous, DateTimeOffset ActivatedAt, bool RolledBack = false,
    string? RollbackReason = null)
{
    /// <summary>The name of the pointer's blob.</summary>
    public const string FileName = "champion.json";

    /// <summary>The ETag of the blob that was read. The pointer can be moved only while its ETag is still the same.</summary>
    [JsonIgnore]
    public ETag ETag { get; init; }
}
