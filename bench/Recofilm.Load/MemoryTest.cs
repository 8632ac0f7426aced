using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core.Registry;
using Recofilm.Load.Reports;
using Recofilm.Load.Staging;
using Recofilm.Load.Wrk;

namespace Recofilm.Load;

/// <summary>
/// Resident memory: with a model that serves under load, and after it was swapped ten times under the same load.
/// </summary>
internal static class MemoryTest
{
    private const int Swaps = 10;
    private const int Connections = 16;
    private static readonly TimeSpan _load = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(60);

    /// <summary>Loads, swaps and looks at the process.</summary>
    /// <param name="stage">The servers.</param>
    /// <param name="executable">The program.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<MemoryReport> RunAsync(LoadStage stage, string executable, CancellationToken cancellationToken)
    {
        var services = stage.Services;
        var registry = services.GetRequiredService<ModelRegistry>();
        var champion = (await registry.ReadChampionAsync(cancellationToken))!;
        var twin = await TwinAsync(registry, champion.Version, cancellationToken);
        var users = await LoadUsers.PrepareAsync(stage, cancellationToken);
        await using var program = await ReleaseProgram.LaunchAsync(
            executable, stage.State.Folder,
            new Dictionary<string, string>(stage.Settings) { ["Recofilm:Model:PollInterval"] = "00:00:01" });
        await program.WaitUntilReadyAsync(cancellationToken);
        var loaded = await program.ResidentMegabytesAsync(cancellationToken);

        LoadRequest[] requests = [.. (await users.TokensAsync(program.Address, cancellationToken))
            .Select(token => new LoadRequest("POST", "/hybrid", token, "{}"))];
        await WrkTool.RunAsync(program.Address, requests, Connections, _load, cancellationToken);
        List<double> resident = [await program.ResidentMegabytesAsync(cancellationToken)];
        for (var swap = 1; swap <= Swaps; swap++)
        {
            var next = swap % 2 == 1 ? twin : champion.Version;
            await registry.ActivateAsync(next, cancellationToken);
            await UntilServesAsync(program.Address, next, cancellationToken);
            await WrkTool.RunAsync(program.Address, requests, Connections, _load, cancellationToken);
            resident.Add(await program.ResidentMegabytesAsync(cancellationToken));
        }

        return new MemoryReport(Measurement.Now(stage.Dataset, champion.Version.ToString()), loaded, resident);
    }

    /// <summary>The same model under another name: a swap costs what it costs, whatever the model says.</summary>
    private static async Task<ModelVersion> TwinAsync(
        ModelRegistry registry, ModelVersion version, CancellationToken cancellationToken)
    {
        var manifest = await registry.ReadManifestAsync(version, cancellationToken);
        var twin = manifest with
        {
            Version = ModelVersion.Create(TimeProvider.System.GetUtcNow(), manifest.Files[0].Sha256),
            EvaluationFiles = [],
        };
        await registry.PublishAsync(
            twin, await registry.ReadFilesAsync(manifest, cancellationToken), cancellationToken: cancellationToken);
        return twin.Version;
    }

    private static async Task UntilServesAsync(Uri address, ModelVersion version, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_timeout);
        while ((await client.GetFromJsonAsync<JsonElement>("", timeout.Token)).GetProperty("model_version").GetString()
            != version.ToString())
        {
            await Task.Delay(50, timeout.Token);
        }
    }
}
