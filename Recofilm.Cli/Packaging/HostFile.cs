using System.Text.Json;
using System.Text.Json.Nodes;

namespace Recofilm.Cli.Packaging;

/// <summary>host.json, by which the Functions host knows what to start.</summary>
internal static class HostFile
{
    public const string Name = "host.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Replaces "dotnet Recofilm.Functions.dll", for machines with .NET, by the executable.</summary>
    public static async Task PointToExecutableAsync(string path, string executable, CancellationToken cancellationToken)
    {
        var host = JsonNode.Parse(await File.ReadAllBytesAsync(path, cancellationToken))!;
        host["customHandler"]!["description"] = new JsonObject { ["defaultExecutablePath"] = executable };
        await File.WriteAllTextAsync(path, host.ToJsonString(Indented), cancellationToken);
    }
}
