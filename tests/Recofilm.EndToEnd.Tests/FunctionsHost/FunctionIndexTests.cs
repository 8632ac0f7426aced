using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;
using Recofilm.Testing.FunctionsHost.Protocol;

namespace Recofilm.EndToEnd.Tests.FunctionsHost;

/// <summary>The tests' host refuses what the real one would not run, or would run in another way than it looks.</summary>
public sealed class FunctionIndexTests : IDisposable
{
    private const string Http = """{"name":"$return","type":"http","direction":"Out"}""";
    private const string Unresolved = """{"name":"t","type":"timerTrigger","direction":"In","schedule":"%No:Such%"}""";

    private readonly string _folder = TemporaryFolder.Create("index");

    [Theory]
    [InlineData("""{"name":"req","type":"httpTrigger","direction":"In"}""", "Its answer must be bound to http as $return")]
    [InlineData("""{"name":"req","type":"httpTrigger","direction":"In","route":"Admin/a"}""", "must not begin with admin", Http)]
    [InlineData("""{"name":"_","type":"httpTrigger","direction":"In"}""", "The binding name '_' must be a letter", Http)]
    [InlineData(Unresolved, "'%No:Such%' must name a setting")]
    [InlineData("""{"name":"t","type":"timerTrigger","schedule":"now"}""", "The schedule must be a cron expression")]
    [InlineData("""{"name":"m","type":"queueTrigger","direction":"In","queueName":"q"}""", "extensions.json does not name it")]
    [InlineData(Http, "It must have one trigger; got 0.")]
    public void A_function_that_the_host_could_not_run_is_refused(string binding, string fault, params string[] others) =>
        Assert.Contains(fault, Refusal(Function("one", [binding, .. others])), StringComparison.Ordinal);

    [Fact]
    public void Two_functions_with_one_route_and_one_method_are_refused()
    {
        var refusal = Refusal(Get("one", "movies/{id}"), Get("two", "/Movies/{id}"));

        Assert.Equal("two: Its route conflicts with that of one.", refusal);
    }

    [Fact]
    public void A_file_of_an_extension_that_is_missing_from_the_app_is_refused()
    {
        File.WriteAllText(
            Path.Combine(_folder, "extensions.json"),
            """{"extensions":[{"name":"AzureStorageQueues","hintPath":"./.azurefunctions/Queues.dll"}]}""");

        Assert.Contains("hintPath of AzureStorageQueues must be a file", Refusal(Get("one", "a")), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Refusal(params RpcFunctionMetadata[] functions)
    {
        var response = new FunctionMetadataResponse { Result = new() { Status = StatusResult.Types.Status.Success } };
        response.FunctionMetadataResults.AddRange(functions);
        return Assert.Throws<FunctionsHostException>(
            () => FunctionIndex.Accept(response, _folder, new AppSettings(new Dictionary<string, string>()))).Message;
    }

    private static RpcFunctionMetadata Get(string name, string route) => Function(
        name, $$"""{"name":"req","type":"httpTrigger","direction":"In","methods":["get"],"route":"{{route}}"}""", Http);

    private static RpcFunctionMetadata Function(string name, params string[] bindings)
    {
        var metadata = new RpcFunctionMetadata { Name = name, FunctionId = name, ScriptFile = "App.dll", EntryPoint = "App.Run" };
        metadata.RawBindings.AddRange(bindings);
        return metadata;
    }
}
