using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http.Metadata;
using Recofilm.Functions.Requests;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Fuzzing;

/// <summary>
/// Bodies of every endpoint that takes one, read in this process: each is a value, or a problem that is the client's.
/// </summary>
public sealed class BodyFuzzTests
{
    private static readonly string[] _scalars =
    [
        "null", "true", "false", "0", "-0", "1", "-1", "1.5", "1e9", "1e400", "99999999999999999999", "\"\"", "\"x\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\uD83C\\uDFAC\"", "NaN", "nul", "'x'", "\"", "\"\\x\"", "01", "+1", "/**/1", "{", "]",
    ];

    private static readonly string[] _names =
    [
        "title", "movie_id", "rating", "ratings", "genres", "excluded_genres", "limit", "offset", "weight", "share", "user_id",
        "user_key", "kind", "recommendation_id", "year", "explain", "diversity", "min_year", "", "\\u0000", "\\ud800",
        "__proto__", "$type", "$id", "$ref",
    ];

    private static readonly Gen<string> _value = Gen.Recursive<string>((depth, inner) => depth > 6
        ? Gen.OneOf(_scalars)
        : Gen.Frequency(
            (6, Gen.OneOf(_scalars)),
            (1, inner.Array[0, 4].Select(items => $"[{string.Join(',', items)}]")),
            (1, Members(inner))));

    private static readonly Gen<string> _body = Gen.Frequency(
        (8, Members(_value)), (1, _value), (1, Gen.Int[60, 200].Select(depth => new string('[', depth))),
        (1, Gen.Int[60, 200].Select(depth => string.Concat(Enumerable.Repeat("{\"genres\":", depth)))), (1, Gen.String[0, 60]));

    [Fact]
    public async Task Every_body_is_a_value_or_a_problem_of_the_client()
    {
        await using var app = TestProgram.Build();
        var readers = ReadersOf(app).ToArray();
        var values = 0;
        var total = await Fuzz.RunAsync(
            Gen.Select(Gen.Int[0, readers.Length - 1], _body), 20_000, async generated =>
            {
                var context = new DefaultHttpContext { RequestServices = app.Services };
                context.Request.ContentType = "application/json";
                context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(generated.Item2));
                try
                {
                    await readers[generated.Item1](context);
                    values++;
                }
                catch (ProblemException exception)
                {
                    Assert.Equal(400, exception.Problem.Type.Status);
                }
            });

        Assert.True(readers.Length > 4);
        Assert.InRange(values, 1, total - 1);
    }

    // Every type that an endpoint reads, through the method that reads it there.
    private static IEnumerable<Func<HttpContext, Task>> ReadersOf(IEndpointRouteBuilder app)
    {
        var types = app.DataSources.SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType).OfType<Type>().Distinct();
        foreach (var type in types)
        {
            var bind = typeof(Body<>).MakeGenericType(type).GetMethod("BindAsync")!;
            yield return async context =>
            {
                dynamic read = bind.Invoke(null, [context, null])!;
                await read;
            };
        }
    }

    private static Gen<string> Members(Gen<string> value) => Gen.Select(Gen.OneOf(_names), value)
        .Select((name, text) => $"\"{name}\":{text}").Array[0, 5].Select(members => $"{{{string.Join(',', members)}}}");
}
