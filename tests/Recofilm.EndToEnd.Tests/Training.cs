using System.Text.Json;
using Recofilm.Testing;

namespace Recofilm.EndToEnd.Tests;

/// <summary>Starts trainings as the Functions host does.</summary>
internal static class Training
{
    /// <summary>Runs a timer function, by default the night's, and returns what it reported.</summary>
    public static async Task<string> RunAsync(HandlerProcess handler, string function = "nightly_training")
    {
        using var answer = await TimerHost.InvokeAsync(handler, function);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        using var body = JsonDocument.Parse(text);
        Assert.Equal(JsonValueKind.Object, body.RootElement.GetProperty("Outputs").ValueKind);
        Assert.Equal(JsonValueKind.Null, body.RootElement.GetProperty("ReturnValue").ValueKind);
        return string.Join('\n', body.RootElement.GetProperty("Logs").EnumerateArray().Select(line => line.GetString()));
    }

    /// <summary>Waits until a program serves a model, and returns its version.</summary>
    public static async Task<string> ServedVersionAsync(HandlerProcess handler)
    {
        while (true)
        {
            using var answer = await handler.Client.GetAsync("/", TestContext.Current.CancellationToken);
            using var state = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            if (state.RootElement.GetProperty("model_version").GetString() is { } version)
                return version;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
