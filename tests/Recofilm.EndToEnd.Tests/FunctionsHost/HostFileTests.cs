using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.EndToEnd.Tests.FunctionsHost;

/// <summary>The tests' host runs no folder in which the real one would find another kind of app.</summary>
public sealed class HostFileTests : IDisposable
{
    private readonly string _folder = TemporaryFolder.Create("host-file");

    [Theory]
    [InlineData(null, "host.json must lie in the app's folder")]
    [InlineData("""{"version":"3.0"}""", "version must be \"2.0\"; got 3.0.")]
    [InlineData("""{"version":"2.0","customHandler":{"description":{}}}""", "customHandler must be absent")]
    [InlineData("""{"version":"2.0","customHandler":{"enableForwardingHttpRequest":true}}""", "customHandler must be absent")]
    [InlineData("""{"version":"2.0","extensionBundle":{"id":"any"}}""", "extensionBundle must be absent")]
    public void A_folder_that_is_no_worker_app_is_refused(string? content, string fault)
    {
        if (content is not null)
            File.WriteAllText(Path.Combine(_folder, "host.json"), content);

        var refusal = Assert.Throws<FunctionsHostException>(() => HostFile.Read(_folder, new Dictionary<string, string>()));

        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_has_the_last_word_over_the_file()
    {
        File.WriteAllText(
            Path.Combine(_folder, "host.json"),
            """{"version":"2.0","extensions":{"queues":{"maxPollingInterval":"00:00:30"}}}""");

        var file = HostFile.Read(_folder, new Dictionary<string, string>
        {
            ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:01",
        });

        Assert.Equal(TimeSpan.FromSeconds(1), file.Queues.MaxPollingInterval);
        Assert.Equal(5, file.Queues.MaxDequeueCount);
        Assert.Equal("api", file.RoutePrefix);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
