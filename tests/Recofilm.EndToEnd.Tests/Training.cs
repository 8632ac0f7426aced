using System.Text.Json;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.EndToEnd.Tests;

/// <summary>Starts trainings as the Functions host does.</summary>
internal static class Training
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// Fires a timer, by default the night's, and waits for the training that it asked for, wherever it runs.
    /// </summary>
    /// <returns>What the timer's function logged, and how the training ended, such as "Published" with the version.</returns>
    public static async Task<string> RunAsync(TestDatabase database, TestFunctionsHost host, string function = "nightly_training")
    {
        var before = await database.ScalarAsync<long>("SELECT coalesce(max(run_id), 0) FROM training_runs");
        var result = await host.FireTimerAsync(function, cancellationToken: Cancellation);
        Assert.True(result.Succeeded, result.Error);
        await UntilEndedAsync(database);
        var ended = await database.ScalarAsync<string>(
            $"""
            SELECT coalesce(string_agg(initcap(status) || ' ' || coalesce(model_version, ''), ' ' ORDER BY run_id), '')
            FROM training_runs WHERE run_id > {before}
            """);
        if (ended.Split(' ') is ["Published", var version, ..])
            await UntilServesAsync(host, version);
        var lines = host.Logs.Where(log => log.InvocationId == result.InvocationId).Select(log => log.Message);
        return string.Join('\n', [.. lines, ended]);
    }

    /// <summary>Waits until a program serves a version.</summary>
    public static Task UntilServesAsync(TestFunctionsHost host, string version) => Eventually.IsTrueAsync(
        async () => await VersionAsync(host) == version, $"version {version} is served", Cancellation);

    /// <summary>Waits until every training that was asked for has ended.</summary>
    public static Task UntilEndedAsync(TestDatabase database) => Eventually.IsTrueAsync(
        () => database.ScalarAsync<bool>("SELECT NOT EXISTS (SELECT FROM training_runs WHERE finished_at IS NULL)"),
        "every training has ended",
        Cancellation);

    /// <summary>Waits until a program serves a model, and returns its version.</summary>
    public static Task<string> ServedVersionAsync(TestFunctionsHost host) =>
        Eventually.ReturnsAsync(() => VersionAsync(host), "a model is served", Cancellation);

    private static async Task<string?> VersionAsync(TestFunctionsHost host)
    {
        using var answer = await host.Client.GetAsync("/", Cancellation);
        using var state = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        return state.RootElement.GetProperty("model_version").GetString();
    }
}
