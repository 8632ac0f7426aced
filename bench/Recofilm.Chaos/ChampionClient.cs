using System.Text.Json;
using Azure;
using Recofilm.Core.Registry;

namespace Recofilm.Chaos;

/// <summary>
/// An operator who activates one version and the other in turn, and an observer who reads the pointer meanwhile: it names one
/// version at any time, and all files of that version are there and undamaged.
/// </summary>
internal sealed class ChampionClient(
    int seed, Instances instances, ModelRegistry registry, IReadOnlyList<string> versions, string userKey, int userId,
    History history)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan _convergence = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);
    private string? _token;

    /// <summary>Activates until it is told to stop.</summary>
    public async Task ActivateAsync(CancellationToken stop)
    {
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            await ActivateAsync(versions[turn % versions.Count], _random.Next(instances.Count));
            await Task.Delay(_pause, CancellationToken.None);
        }
    }

    /// <summary>Looks until it is told to stop.</summary>
    public async Task ObserveAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await LookAsync();
            await Task.Delay(_look, CancellationToken.None);
        }
    }

    /// <summary>Activates a version once all faults are over, and waits until every instance serves it.</summary>
    public async Task ConvergeAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        var last = versions[_random.Next(versions.Count)];
        var isActive = false;
        while (TimeProvider.System.GetElapsedTime(start) < _convergence)
        {
            isActive = isActive || await ActivateAsync(last, 0);
            var serving = new List<string?>();
            for (var instance = 0; instance < instances.Count; instance++)
            {
                var (_, body) = await instances.SendAsync(instance, "GET", "/", null, null, CancellationToken.None);
                serving.Add(body.ValueKind == JsonValueKind.Object ? body.GetProperty("model_version").GetString() : null);
            }

            if (isActive && serving.All(version => version == last))
                return;
            await Task.Delay(_look, CancellationToken.None);
        }

        history.Violate($"after {_convergence.TotalSeconds:F0} s without faults not every instance serves {last}");
    }

    private async Task<bool> ActivateAsync(string version, int instance)
    {
        if (_token is null)
        {
            var (_, login) = await SendAsync(
                instance, "POST", "/login", $$"""{"user_id": {{userId}}, "user_key": "{{userKey}}"}""");
            _token = login.ValueKind == JsonValueKind.Object && login.TryGetProperty("access_token", out var token)
                ? token.GetString()
                : null;
        }

        if (_token is null)
            return false;
        var (status, _) = await SendAsync(instance, "POST", $"/models/{version}/activate", json: null);
        // A token from an instance whose clock is ahead is not valid at the other yet; 409: the pointer moved meanwhile.
        if (status == 401)
            _token = null;
        history.Check(status is 0 or 200 or 401 or 409 or 503, $"the activation of {version} is answered {status}");
        history.Count(status == 200 ? "activations acknowledged" : "activations uncertain or refused");
        return status == 200;
    }

    private Task<(int Status, JsonElement Body)> SendAsync(int instance, string method, string path, string? json)
    {
        history.Count("requests");
        return instances.SendAsync(instance, method, path, _token, json, CancellationToken.None);
    }

    private async Task LookAsync()
    {
        try
        {
            var champion = await registry.ReadChampionAsync();
            if (champion is null)
            {
                history.Violate("there is no champion");
                return;
            }

            history.Check(versions.Contains(champion.Version.ToString()), $"{champion.Version} is the champion");
            await registry.ReadFilesAsync(await registry.ReadManifestAsync(champion.Version));
            history.Count("champions read whole");
        }
        catch (Exception exception)
            when (exception is RequestFailedException or OperationCanceledException or AggregateException or TimeoutException)
        {
            // The storage is stopped.
        }
        catch (Exception exception)
            when (exception is InvalidDataException or ModelNotFoundException or ModelDamagedException
                or UnreadablePointerException)
        {
            history.Violate($"the champion cannot be read: {exception.Message}");
        }
    }
}
