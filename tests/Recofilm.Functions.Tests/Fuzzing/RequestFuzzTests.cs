using CsCheck;
using Recofilm.Functions.Tests.Fuzzing.Requests;
using Recofilm.Functions.Tests.Http;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Fuzzing;

/// <summary>
/// Requests drawn from the OpenAPI document: every operation with valid, bounding and wrong parameters and bodies, wrong methods
/// and media types, by every kind of caller. Each answer is one that the document describes.
/// </summary>
public sealed class RequestFuzzTests(FuzzedProgram program) : IClassFixture<FuzzedProgram>
{
    private const int Requests = 5000;

    // Nobody, two users, a service and an operator, whose requests mostly get further.
    private static readonly Gen<int> _callers = Gen.Frequency(
        (1, Gen.Const(0)), (2, Gen.Const(1)), (2, Gen.Const(2)), (3, Gen.Const(3)), (4, Gen.Const(4)));

    // They start trainings and exports.
    private static readonly HashSet<string> _rare = ["retrain", "createExport"];

    [Fact]
    public async Task Every_answer_to_a_drawn_request_is_described()
    {
        var document = await (await program.Callers[0].GetAsync("/openapi.json")).OkAsync();
        var operations = ApiOperation.In(document);
        var check = new AnswerCheck(document);
        var placeholders = new Placeholders();
        var succeeded = new HashSet<string>(StringComparer.Ordinal);

        await Fuzz.RunAsync(
            FuzzedRequest.Any(operations, _rare, new SchemaValues(document), _callers), Requests, async drawn =>
            {
                using var answer = await SendAsync(drawn, placeholders);
                var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                var isOther = drawn.Method != drawn.Operation.Method
                    || !Names(drawn.Operation, answer.RequestMessage!.RequestUri!);
                placeholders.Learn(check.Check(drawn.Operation, answer, body, isOther));
                if (answer.IsSuccessStatusCode && !isOther)
                    succeeded.Add(drawn.Operation.Id);
            });

        // The generator is no good if it never gets past the checks.
        Assert.InRange(succeeded.Count, operations.Count * 3 / 4, operations.Count);
    }

    private Task<HttpResponseMessage> SendAsync(FuzzedRequest drawn, Placeholders placeholders) =>
        program.Callers[drawn.Caller].SendAsync(drawn.Message(placeholders));

    // A drawn segment may have led to another path: ".." or "%2F".
    private static bool Names(ApiOperation operation, Uri address)
    {
        var (wanted, asked) = (operation.Path.Split('/'), address.AbsolutePath.Split('/'));
        return wanted.Length == asked.Length
            && wanted.Zip(asked).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));
    }
}
