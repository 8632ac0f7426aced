using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Recofilm.Testing;

namespace Recofilm.Chaos;

/// <summary>The instances of the program, each of which may be dead or stopped, and a client for them.</summary>
internal sealed class Instances : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(6);

    private readonly ProgramSettings _settings;
    private readonly ProgramProcess[] _programs;
    private readonly HttpClient _client = new() { Timeout = _patience };

    private Instances(ProgramSettings settings, ProgramProcess[] programs) => (_settings, _programs) = (settings, programs);

    /// <summary>The number of instances.</summary>
    public int Count => _programs.Length;

    /// <summary>Starts instances with the same settings.</summary>
    public static async Task<Instances> StartAsync(ProgramSettings settings, int count) => new(
        settings, await Task.WhenAll(Enumerable.Range(0, count).Select(_ => ProgramProcess.StartAsync(settings))));

    /// <summary>Sends a request to an instance.</summary>
    /// <returns>The status, or 0 when no answer came, and the JSON of the body.</returns>
    public async Task<(int Status, JsonElement Body)> SendAsync(
        int instance, string method, string path, string? token, string? json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_programs[instance].Address, path));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        try
        {
            using var answer = await _client.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return ((int)answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (0, default);
        }
    }

    /// <summary>Kills an instance and starts another in its place.</summary>
    /// <param name="instance">The place.</param>
    /// <param name="variables">Environment variables of the new one, besides those of all.</param>
    public async Task RestartAsync(int instance, IReadOnlyDictionary<string, string?> variables)
    {
        await _programs[instance].DisposeAsync();
        var settings = _settings;
        foreach (var (name, value) in variables)
            settings = settings.With(name, value);
        _programs[instance] = await ProgramProcess.StartAsync(settings);
    }

    /// <summary>Stops an instance for a while, without a word to anybody.</summary>
    public async Task SuspendAsync(int instance, TimeSpan time)
    {
        var id = _programs[instance].Id;
        await ProcessTree.SignalAsync(id, "STOP");
        await Task.Delay(time, CancellationToken.None);
        await ProcessTree.SignalAsync(id, "CONT");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
            await program.DisposeAsync();
        _client.Dispose();
    }
}
