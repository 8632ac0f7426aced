using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Cli;
using Recofilm.Core.Registry;
using Recofilm.Load.Reports;
using Recofilm.Load.Staging;

namespace Recofilm.Load;

/// <summary>
/// Cold starts, on Kestrel and behind the tests' Functions host in turn: how long from the start of the process until it
/// answers, until its model serves, and until <c>/recommendations</c> answers as it did in the process before.
/// </summary>
internal static partial class StartTest
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(60);

    /// <summary>Starts the program again and again.</summary>
    /// <param name="stage">The servers.</param>
    /// <param name="executable">The program.</param>
    /// <param name="starts">How often.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<StartReport> RunAsync(
        LoadStage stage, string executable, int starts, CancellationToken cancellationToken)
    {
        var services = stage.Services;
        var users = await LoadUsers.PrepareAsync(stage, cancellationToken);
        string token, expected;
        await using (var warm = await ReleaseProgram.LaunchAsync(executable, stage.State.Folder, stage.Settings))
        {
            await warm.WaitUntilReadyAsync(cancellationToken);
            token = (await users.TokensAsync(warm.Address, cancellationToken))[0];
            using var client = Client(warm.Address, token);
            expected = await ListAsync(client, cancellationToken) ?? throw new CommandException("/recommendations has no list.");
        }

        // The first start behind the host compiles the host itself, which the real one has done before.
        await StartHostedAsync(stage, executable, token, expected, cancellationToken);
        var (kestrel, hosted) = (new List<StartPhases>(), new List<StartPhases>());
        for (var start = 0; start < starts; start++)
        {
            kestrel.Add(await StartAsync(stage, executable, token, expected, cancellationToken));
            hosted.Add(await StartHostedAsync(stage, executable, token, expected, cancellationToken));
        }

        var registry = services.GetRequiredService<ModelRegistry>();
        var champion = await registry.ReadChampionAsync(cancellationToken);
        var manifest = await registry.ReadManifestAsync(champion!.Version, cancellationToken);
        return new StartReport(Measurement.Now(stage.Dataset, $"{manifest.Version}"), manifest.Data.Movies, kestrel, hosted);
    }

    private static async Task<StartPhases> StartAsync(
        LoadStage stage, string executable, string token, string expected, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var program = await ReleaseProgram.LaunchAsync(executable, stage.State.Folder, stage.Settings);
        var (listening, listed) = await AnswerAsync(program.Address, begun, token, expected, cancellationToken);
        var log = await File.ReadAllTextAsync(Path.Combine(stage.State.Folder, ReleaseProgram.LogName), cancellationToken);
        return new StartPhases(listening, LoadingOf(log), listed);
    }

    private static async Task<StartPhases> StartHostedAsync(
        LoadStage stage, string executable, string token, string expected, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var program = await HostedProgram.LaunchAsync(
            Path.GetDirectoryName(executable)!, stage.Settings, keepsLogs: true, cancellationToken);
        var (listening, listed) = await AnswerAsync(program.Address, begun, token, expected, cancellationToken);
        return new StartPhases(listening, LoadingOf(string.Join('\n', program.Log)), listed);
    }

    private static async Task<(double Listening, double Listed)> AnswerAsync(
        Uri address, long begun, string token, string expected, CancellationToken cancellationToken)
    {
        using var client = Client(address, token);
        var listening = await UntilAsync(begun, async () =>
        {
            using var answer = await client.GetAsync("health/live", cancellationToken);
            return answer.IsSuccessStatusCode;
        }, cancellationToken);
        string? list = null;
        var listed = await UntilAsync(
            begun, async () => (list = await ListAsync(client, cancellationToken)) is not null, cancellationToken);
        if (list != expected)
            throw new CommandException("the first list after a start must be the one that was answered before; it is not.");
        return (listening, listed);
    }

    private static double LoadingOf(string log) =>
        double.Parse(Loading().Match(log).Groups[1].Value, CultureInfo.InvariantCulture);

    private static HttpClient Client(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The movies of a user's list, or <see langword="null"/> while there is no model.</summary>
    private static async Task<string?> ListAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync("recommendations", cancellationToken);
        if (!answer.IsSuccessStatusCode)
            return null;
        using var list = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return string.Join(' ', list.RootElement.GetProperty("recommendations").EnumerateArray()
            .Select(movie => movie.GetProperty("movie_id").GetInt32()));
    }

    private static async Task<double> UntilAsync(long begun, Func<Task<bool>> isReached, CancellationToken cancellationToken)
    {
        while (Stopwatch.GetElapsedTime(begun) < _timeout)
        {
            try
            {
                if (await isReached())
                    return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(5, cancellationToken);
        }

        throw new CommandException($"the program did not answer within {_timeout.TotalSeconds:F0} s.");
    }

    [GeneratedRegex(@"serves, loaded in (\d+) ms")]
    private static partial Regex Loading();
}
