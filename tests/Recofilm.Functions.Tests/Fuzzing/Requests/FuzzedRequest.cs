using System.Net.Http.Headers;
using System.Text;
using CsCheck;

namespace Recofilm.Functions.Tests.Fuzzing.Requests;

/// <summary>A drawn request.</summary>
/// <param name="Operation">The operation that it is meant for.</param>
/// <param name="Method">The method: not the operation's in a few.</param>
/// <param name="Address">Path and query, escaped, with placeholders.</param>
/// <param name="Caller">Who sends it, by place in the list of callers.</param>
/// <param name="MediaType">The media type of the body.</param>
/// <param name="Body">The body, or <see langword="null"/>.</param>
internal sealed record FuzzedRequest(
    ApiOperation Operation, string Method, string Address, int Caller, string? MediaType, string? Body)
{
    private static readonly Gen<string> _method = Gen.OneOf("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "FOO");

    private static readonly Gen<string> _segment =
        Gen.OneOf("0", "-1", "x", "%2F", "%7F", "..", "2147483648", "1.0", "%E2%82%AC", new string('a', 300));

    private static readonly Gen<string> _query =
        Gen.OneOf("titel=x", "limit=1&limit=2", "=", "&&", "limit", "user_id=%", "explain=TRUE");

    private static readonly Gen<string?> _mediaType =
        Gen.OneOf<string?>("text/plain", "application/xml", "application/json; charset=utf-16", null);

    private static readonly Gen<string> _garbage =
        Gen.OneOf("", "{", "[]", "null", "\"", "{\"a\":", "user_id\n1", "{}\n{}", new string('[', 100), "\u0000");

    /// <summary>Requests to any of the operations.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="rare">Those that start long work: a twentieth as many requests go to each.</param>
    /// <param name="values">Draws parameters and bodies.</param>
    /// <param name="callers">Draws the caller.</param>
    public static Gen<FuzzedRequest> Any(
        IReadOnlyList<ApiOperation> operations, IReadOnlySet<string> rare, SchemaValues values, Gen<int> callers) =>
        Gen.Frequency(
        [
            .. operations.Select(operation => (rare.Contains(operation.Id) ? 1 : 20, To(operation, values, callers))),
        ]);

    public HttpRequestMessage Message(Placeholders placeholders)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), placeholders.Fill(Address));
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(placeholders.Fill(Body)));
            if (MediaType is not null)
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(MediaType);
        }

        return request;
    }

    public override string ToString() =>
        $"{Method} {Address} as caller {Caller}, {MediaType ?? "no media type"}: {Body ?? "no body"}";

    private static Gen<FuzzedRequest> To(ApiOperation operation, SchemaValues values, Gen<int> callers)
    {
        var method = Gen.Frequency((30, Gen.Const(operation.Method)), (1, _method));
        return Gen.Select(method, AddressOf(operation, values), callers, BodyOf(operation, values))
            .Select((verb, address, caller, body) =>
                new FuzzedRequest(operation, verb, address, caller, body.MediaType, body.Text));
    }

    private static Gen<string> AddressOf(ApiOperation operation, SchemaValues values)
    {
        var path = Gen.Const(operation.Path);
        var query = Gen.Const("");
        foreach (var parameter in operation.Parameters)
        {
            var name = parameter.GetProperty("name").GetString()!;
            var texts = values.TextsOf(parameter.GetProperty("schema"))
                .Select(all => all.Select(Uri.EscapeDataString).ToArray());
            if (parameter.GetProperty("in").GetString() == "path")
            {
                var segment = Gen.Frequency(
                    (9, Identifier(name)), (3, texts.Select(all => all[0].Length == 0 ? "x" : all[0])), (1, _segment));
                path = Gen.Select(path, segment, (all, value) => all.Replace($"{{{name}}}", value, StringComparison.Ordinal));
            }
            else
            {
                // Requests name the user often, as services must, and give a few of the other parameters.
                var share = name == "user_id" ? 3 : 1;
                var given = texts.Select(all => string.Concat(all.Select(value => $"{name}={value}&")));
                query = Gen.Select(query, Gen.Frequency((share, given), (4, Gen.Const(""))), string.Concat);
            }
        }

        query = Gen.Select(query, Gen.Frequency((30, Gen.Const("")), (1, _query)), string.Concat);
        return Gen.Select(path, query, (address, text) => text.Length == 0 ? address : $"{address}?{text.TrimEnd('&')}");
    }

    // Identifiers in paths are described as texts, as a movie's is a number or "external:" with the platform's own.
    private static Gen<string> Identifier(string name) => name switch
    {
        "version" => Gen.Const(Placeholders.Version),
        "export_id" => Gen.Const(Placeholders.Export),
        "table" => Gen.OneOf("users", "movies", "ratings", "tags"),
        "tag" => Gen.OneOf("tag%203", "new"),
        _ => Gen.Int[1, SchemaValues.LastIdentifier].Select(id => $"{id}"),
    };

    private static Gen<(string? MediaType, string? Text)> BodyOf(ApiOperation operation, SchemaValues values)
    {
        var bodies = operation.Bodies;
        if (bodies.Count == 0)
        {
            return Gen.Frequency<(string?, string?)>(
                (20, Gen.Const(((string?)null, (string?)null))),
                (1, _garbage.Select(text => ((string?)"application/json", (string?)text))));
        }

        return Gen.OneOf([.. bodies.Select(Gen<(string?, string?)> (body) =>
        {
            var text = body.MediaType == "application/json" ? values.Of(body.Schema) : Lines(body.MediaType);
            return Gen.Select(
                Gen.Frequency((20, Gen.Const((string?)body.MediaType)), (1, _mediaType)),
                Gen.Frequency(
                    (20, text.Select(value => (string?)value)), (1, _garbage.Select(value => (string?)value)),
                    (1, Gen.Const((string?)null))));
        })]);
    }

    // Rows of the four tables, some of them not fit for the one that is named.
    private static Gen<string> Lines(string mediaType)
    {
        var line = mediaType == "text/csv"
            ? Gen.OneOf("1,2,3.5", "1,2,9", "x,,", "\"a\"\"b\",2,3", "\"open,2,3", "1,2", "1,2,3,4")
            : Gen.OneOf(
                """{"user_id":1,"movie_id":2,"rating":3.5}""", """{"user_id":1,"movie_id":2,"rating":9}""",
                """{"movie_id":5,"title":"Movie 5","genres":["Drama"]}""", """{"user_id":1,"movie_id":2,"tag":"t"}""",
                """{"user_id":1,"movie_id":99999,"rating":3}""", """{"external_id":"u-1"}""", "{", "[]", "");
        var header = mediaType == "text/csv" ? "user_id,movie_id,rating\n" : "";
        return line.Array[0, 4].Select(lines => header + string.Join('\n', lines));
    }
}
