using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Cli.Status;

/// <summary>Asks a program that serves how it is, by the endpoints that anybody may ask.</summary>
internal static class ApiProbe
{
    /// <summary>Asks now.</summary>
    /// <param name="address">Where the program serves.</param>
    /// <param name="time">Times the answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    /// <exception cref="CommandException">What answers is not the program.</exception>
    public static async Task<Probed<ApiState>> AskAsync(Uri address, TimeProvider time, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = address };
        var readiness = await ReadAsync(client, cancellationToken);

        // The connection is open by now.
        var started = time.GetTimestamp();
        using (var liveness = await client.GetAsync("health/live", cancellationToken))
            liveness.EnsureSuccessStatusCode();
        var milliseconds = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 2);

        var problem = (readiness.Model.Loaded, readiness.Database.Reachable) switch
        {
            (false, false) => "it answers, but has no model and does not reach its database.",
            (false, true) => "it answers, but has no model.",
            (true, false) => "it answers, but does not reach its database.",
            _ => null,
        };
        return new Probed<ApiState>(new ApiState(address, milliseconds, readiness.Model.Version), problem);
    }

    private static async Task<Readiness> ReadAsync(HttpClient client, CancellationToken cancellationToken)
    {
        // 503 has the same body as 200.
        using var answer = await client.GetAsync("health/ready", cancellationToken);
        try
        {
            return await answer.Content.ReadFromJsonAsync(ReadinessJson.Default.Readiness, cancellationToken)
                ?? throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw new CommandException(
                $"what answers at {client.BaseAddress} is not Recofilm: health/ready is {(int)answer.StatusCode}.", exception);
        }
    }
}

/// <summary>The answer of GET /health/ready, as far as it is read.</summary>
internal sealed record Readiness(ReadyModel Model, ReadyDatabase Database);

/// <summary>The model that a program serves.</summary>
internal sealed record ReadyModel(bool Loaded, string? Version);

/// <summary>Whether a program reaches its database.</summary>
internal sealed record ReadyDatabase(bool Reachable);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Readiness))]
internal sealed partial class ReadinessJson : JsonSerializerContext;
