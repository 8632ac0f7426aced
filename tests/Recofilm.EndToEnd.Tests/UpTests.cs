using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Recofilm.Cli;
using Recofilm.LocalStack;
using Recofilm.Testing;

namespace Recofilm.EndToEnd.Tests;

/// <summary>The first steps of a person: <c>recofilm up</c>, then the README's requests, then Ctrl-C and again.</summary>
[Collection("one after the other")]
public sealed partial class UpTests
{
    private const int Interrupt = 2;

    private static readonly Dictionary<string, string> _wrongSetting = new()
    {
        ["Recofilm__Training__EvaluationRatings"] = "1",
    };

    [Fact]
    public async Task Up_prints_credentials_with_which_the_readme_works_and_comes_back_with_the_same()
    {
        var state = TemporaryFolder.Create("up");
        try
        {
            var first = await RunAsync(state, async started =>
            {
                await RunReadmeAsync(started);
                await FullModelServesAsync(started);
                await RunOtherCommandsAsync(state);
            });
            var second = await RunAsync(state, started => FunctionsHostStandIn.CheckSettingsAsync(state, started.Address));
            var hosted = await RunAsync(state, _ => Task.CompletedTask, FunctionsHostStandIn.WriteTo(state));

            Assert.Contains("(func) are not on the PATH", first.Log, StringComparison.Ordinal);
            FunctionsHostStandIn.CheckStart(state, hosted.Address);
            Assert.Equal((first.UserId, first.UserKey), (hosted.UserId, hosted.UserKey));
            Assert.Contains("Imported 909 movies", first.Log, StringComparison.Ordinal);
            Assert.DoesNotContain("Imported", second.Log, StringComparison.Ordinal);
            Assert.DoesNotContain("Training", second.Log, StringComparison.Ordinal);
            Assert.Equal((first.UserId, first.UserKey), (second.UserId, second.UserKey));
            Assert.EndsWith(
                "\nrecofilm: The program cannot start. Recofilm:Training:EvaluationRatings must be at least 10000; got 1.\n",
                await CommandAsync(1, _wrongSetting, "up", "--state", state), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    private static async Task<Started> RunAsync(string state, Func<Started, Task> use, string? programs = null)
    {
        var port = Loopback.FindFreePort();
        using var up = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(RecofilmCommand).Assembly.Location, "up", "--state", state, "--port", $"{port}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}".TrimStart(':'),
                // The full training runs behind the first model, and the test waits for it: a small one will do.
                ["Recofilm__Training__Quick"] = "true",
                ["Recofilm__Training__EvaluationRatings"] = "10000",
            },
        })!;
        try
        {
            var errors = up.StandardError.ReadToEndAsync();
            var started = await ReadSummaryAsync(up, $"http://127.0.0.1:{port}", errors);
            var drain = up.StandardOutput.ReadToEndAsync();
            await use(started);
            await StopAsync(up);
            await drain;
            Assert.Equal(0, up.ExitCode);
            Assert.True(Loopback.IsFree(port), "The program still listens.");
            return started with { Log = await errors };
        }
        finally
        {
            if (!up.HasExited)
                up.Kill();
        }
    }

    private static async Task<Started> ReadSummaryAsync(Process up, string address, Task<string> errors)
    {
        while (await up.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Credentials().Match(line) is { Success: true } match)
                return new Started(address, match.Groups["id"].Value, match.Groups["key"].Value, "");
        }

        Assert.Fail($"recofilm up ended: {await errors}");
        return null!;
    }

    // A first model came in seconds. The full training runs behind it.
    private static async Task FullModelServesAsync(Started started)
    {
        using var client = new HttpClient();
        await Eventually.IsTrueAsync(
            async () => await KindAsync() == "full", "the fully trained model serves", TestContext.Current.CancellationToken);

        async Task<string?> KindAsync()
        {
            using var state = JsonDocument.Parse(
                await client.GetStringAsync(new Uri(started.Address), TestContext.Current.CancellationToken));
            return state.RootElement.GetProperty("model_kind").GetString();
        }
    }

    private static async Task RunReadmeAsync(Started started)
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(BuiltProgram.Solution, "README.md"));
        var section = readme[readme.IndexOf("## Over HTTP", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", 3, StringComparison.Ordinal)];
        var script = string.Join('\n', Blocks().Matches(section).Select(block => block.Groups["code"].Value));
        Assert.Contains("curl", script, StringComparison.Ordinal);

        using var shell = Process.Start(new ProcessStartInfo("sh")
        {
            ArgumentList = { "-euc", script },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["RECOFILM"] = started.Address, ["USER_ID"] = started.UserId, ["USER_KEY"] = started.UserKey },
        })!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, errors + await output);
        Assert.Contains("\"strategy\":\"collaborative\"", await output, StringComparison.Ordinal);
        Assert.Contains("\"strategy\":\"hybrid\"", await output, StringComparison.Ordinal);
    }

    // The other commands reach what up started without being told where.
    private static async Task RunOtherCommandsAsync(string state)
    {
        Assert.Contains("champion", await CommandAsync(0, "models", "list", "--state", state), StringComparison.Ordinal);
        Assert.Contains(
            "enough for a partial training", await CommandAsync(0, "status", "--state", state), StringComparison.Ordinal);
        Assert.Contains("up to date", await CommandAsync(0, "migrate", "--state", state), StringComparison.Ordinal);
        Assert.Contains(
            "user_key", await CommandAsync(0, "users", "create", "--operator", "--state", state), StringComparison.Ordinal);
        Assert.Contains(
            "Nothing changed",
            await CommandAsync(0, "import", Path.Combine(state, "sample"), "--state", state), StringComparison.Ordinal);
        Assert.Equal(
            "recofilm: there is no user 999999.\n", await CommandAsync(1, "users", "issue-key", "999999", "--state", state));
        Assert.StartsWith(
            "recofilm: 'latest' is not a model version", await CommandAsync(1, "models", "activate", "latest", "--state", state),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "recofilm: another 'recofilm up' runs", await CommandAsync(1, "up", "--state", state), StringComparison.Ordinal);
    }

    /// <summary>Returns the output of a command, which must end with an exit code.</summary>
    private static Task<string> CommandAsync(int exitCode, params string[] arguments) => CommandAsync(exitCode, [], arguments);

    private static async Task<string> CommandAsync(
        int exitCode, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(RecofilmCommand).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var command = Process.Start(start)!;
        var errors = command.StandardError.ReadToEndAsync();
        var output = await command.StandardOutput.ReadToEndAsync() + await errors;
        await command.WaitForExitAsync();
        Assert.True(
            command.ExitCode == exitCode,
            $"recofilm {string.Join(' ', arguments)}: exit code {command.ExitCode}\n{output}");
        return output;
    }

    private static async Task StopAsync(Process up)
    {
        using (var kill = Process.Start("sh", ["-c", $"kill -{Interrupt} {up.Id}"]))
            await kill.WaitForExitAsync();
        await up.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"User +user_id (?<id>\d+) +user_key (?<key>\S+)")]
    private static partial Regex Credentials();

    [GeneratedRegex(@"^```sh\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    private sealed record Started(string Address, string UserId, string UserKey, string Log);
}
