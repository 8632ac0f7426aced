using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Cli.Status;

/// <summary>Reads the state of a program that serves, from its public health endpoints.</summary>
internal static class ApiProbe
{
    /// <summary>Reads the state now.</summary>
    /// <param name="address">The address of the program.</param>
    /// <param name="time">The clock that measures the time of the answer.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="HttpRequestException">The program cannot be reached.</exception>
    /// <exception cref="CommandException">Another program answers at the address.</exception>
    public static async Task<Probed<ApiState>> AskAsync(Uri address, TimeProvider time, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = address };
        var readiness = await ReadAsync(client, cancellationToken);

        // The connection is open now, so the measured time does not include opening it.
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

    private static async Task<ReadyAnswer> ReadAsync(HttpClient client, CancellationToken cancellationToken)
    {
        // An answer with status 503 has the same body as one with 200.
        using var answer = await client.GetAsync("health/ready", cancellationToken);
        try
        {
            return await answer.Content.ReadFromJsonAsync(ReadinessJson.Default.ReadyAnswer, cancellationToken)
                ?? throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw new CommandException(
                $"a program other than Recofilm answers at {client.BaseAddress}: health/ready is {(int)answer.StatusCode}.",
                exception);
        }
    }
}

/// <summary>The parts of the answer of GET /health/ready that this command reads.</summary>
internal sealed record ReadyAnswer(ReadyModel Model, ReadyDatabase Database);

/// <summary>The model that a program serves.</summary>
internal sealed record ReadyModel(bool Loaded, string? Version);

/// <summary>The state of a program's database.</summary>
internal sealed record ReadyDatabase(bool Reachable);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReadyAnswer))]
internal sealed partial class ReadinessJson : JsonSerializerContext;
