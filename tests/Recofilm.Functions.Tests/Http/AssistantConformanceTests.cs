using System.Net.Http.Headers;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>
/// POST /mcp passes the conformance package of the Model Context Protocol: its scenarios that do not call the tools of the
/// example server.
/// </summary>
[Collection(ApiCollection.Name)]
public sealed class AssistantConformanceTests(Api api)
{
    private static readonly string[] _scenarios = ["server-initialize", "ping", "tools-list"];

    private static readonly string _package = Path.Combine(BuiltProgram.Solution, ".ci", "mcp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_protocols_own_checks_pass()
    {
        var installed = new FileInfo(Path.Combine(_package, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTime < File.GetLastWriteTime(Path.Combine(_package, "package-lock.json")))
            await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        var node = Assert.Single(Directory.GetFiles(
            Path.Combine(_package, "node_modules"), "node", new EnumerationOptions
            {
                RecurseSubdirectories = true,
                MaxRecursionDepth = 2,
                MatchCasing = MatchCasing.CaseSensitive,
            }));
        using var user = await api.SignInAsync();
        using var program = new HttpClient { BaseAddress = api.Program.Address };
        await using var front = await StartFrontAsync(program, user.Token!);
        foreach (var scenario in _scenarios)
        {
            var output = await RunAsync(node,
            [
                Path.Combine(_package, "node_modules", "@modelcontextprotocol", "conformance", "dist", "index.js"),
                "server", "--url", $"{front.Urls.Single()}/mcp", "--scenario", scenario,
            ]);
            Assert.Matches(@"Passed: [1-9]\d*/\d+, 0 failed, 0 warnings", output);
        }
    }

    // The package sends no token, so this adds the user's.
    private static async Task<WebApplication> StartFrontAsync(HttpClient program, string token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var front = builder.Build();
        front.Map("/{**path}", async (HttpContext context) =>
        {
            using var request = new HttpRequestMessage(
                new HttpMethod(context.Request.Method), context.Request.Path.Value!.TrimStart('/'));
            request.Content = new StreamContent(context.Request.Body);
            foreach (var (name, values) in context.Request.Headers)
            {
                if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                    request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
            }

            request.Headers.Host = null;
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await program.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
        await front.StartAsync(Cancellation);
        return front;
    }

    private static async Task<string> RunAsync(string command, string[] arguments)
    {
        var result = await CliWrap.Cli.Wrap(command).WithArguments(arguments).WithWorkingDirectory(_package)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, Cancellation);
        Assert.True(result.ExitCode == 0, $"{command}: {result.StandardOutput}{result.StandardError}");
        return result.StandardOutput;
    }
}
