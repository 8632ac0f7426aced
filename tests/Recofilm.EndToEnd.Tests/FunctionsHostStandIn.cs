using System.Text.Json.Nodes;
using Recofilm.Testing;

namespace Recofilm.EndToEnd.Tests;

/// <summary>
/// A program named func that notes how it is started, then runs the program as it is. What the real one is given and reads:
/// https://learn.microsoft.com/azure/azure-functions/functions-core-tools-reference#func-start
/// </summary>
internal static class FunctionsHostStandIn
{
    private static readonly string[] _hostFiles = ["functions.metadata", "host.json", "worker.config.json"];

    // Without them the host starts no worker, no storage trigger and no timer.
    private static readonly string[] _hostSettings =
        ["AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME", "Recofilm__Feedback__Schedule", "Recofilm__Training__Schedule"];

    /// <summary>Writes it.</summary>
    /// <returns>The folder to search for programs first.</returns>
    public static string WriteTo(string state)
    {
        var folder = Directory.CreateDirectory(Path.Combine(state, "func")).FullName;
        var script = Path.Combine(folder, "func");
        File.WriteAllText(
            script,
            $"""
            #!/bin/sh
            echo "$*" > '{folder}/arguments'
            pwd > '{folder}/folder'
            env > '{folder}/environment'
            exec env ASPNETCORE_URLS="http://127.0.0.1:$3" dotnet Recofilm.Functions.dll

            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return folder;
    }

    /// <summary>That it was started in the built program's folder, on the wanted port, with what the host must know.</summary>
    public static void CheckStart(string state, string address)
    {
        string Note(string name) => File.ReadAllText(Path.Combine(state, "func", name)).Trim();

        Assert.Equal($"start --port {new Uri(address).Port}", Note("arguments"));
        Assert.Equal(Path.GetDirectoryName(BuiltProgram.Path), Note("folder"));
        Assert.All(_hostFiles, file => Assert.True(File.Exists(Path.Combine(Note("folder"), file)), file));
        CheckVariables(Note("environment").Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal))
            .ToDictionary(line => line.Split('=', 2)[0], line => line.Split('=', 2)[1]));
    }

    /// <summary>That <c>recofilm settings</c> gives a person's own <c>func start</c> the same.</summary>
    public static async Task CheckSettingsAsync(string state, string address)
    {
        var file = Path.Combine(state, "func-settings", "local.settings.json");
        var written = await CommandProcess.RunAsync(
            ["settings", "--state", state, "--output", file], TestContext.Current.CancellationToken);

        Assert.True(written.IsSuccess, written.StandardError);
        Assert.Contains("func start", written.StandardOutput, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        Assert.False((bool)settings["IsEncrypted"]!);
        var values = settings["Values"]!.AsObject().ToDictionary(value => value.Key, value => value.Value!.ToString());
        Assert.DoesNotContain(address, values.Values);
        CheckVariables(values);
        var sample = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(BuiltProgram.Solution, "local.settings.sample.json")))!;
        Assert.Empty(sample["Values"]!.AsObject().Select(value => value.Key).Except(values.Keys));
    }

    private static void CheckVariables(Dictionary<string, string> variables)
    {
        Assert.Empty(_hostSettings.Except(variables.Keys));
        Assert.Equal("dotnet-isolated", variables["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.Contains("QueueEndpoint=http://127.0.0.1:", variables["AzureWebJobsStorage"], StringComparison.Ordinal);
        Assert.Equal(variables["AzureWebJobsStorage"], variables["Recofilm__Storage__ConnectionString"]);
        Assert.Contains("Host=127.0.0.1", variables["ConnectionStrings__Recofilm"], StringComparison.Ordinal);
    }
}
