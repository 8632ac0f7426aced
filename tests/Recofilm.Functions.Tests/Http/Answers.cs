using System.Net.Http.Json;
using System.Text.Json;

namespace Recofilm.Functions.Tests.Http;

/// <summary>Reads answers.</summary>
internal static class Answers
{
    /// <summary>
    /// The body of an answer that must be a problem document of this kind, with all that RFC 9457 and the API promise.
    /// </summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage answer, int status, string type)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal($"urn:recofilm:problem:{type}", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        Assert.Equal(answer.RequestMessage!.RequestUri!.AbsolutePath, problem.GetProperty("instance").GetString());
        return problem;
    }

    /// <summary>The fields that a problem names.</summary>
    public static string[] Fields(this JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!)];

    /// <summary>The JSON body of a successful answer.</summary>
    public static async Task<JsonElement> OkAsync(this HttpResponseMessage answer, int status = 200)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Asks for a status without a body.</summary>
    public static async Task ExpectAsync(this HttpResponseMessage answer, int status) =>
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");

    /// <summary>The movies of a list, in order.</summary>
    public static int[] MovieIds(this JsonElement list, string property = "recommendations") =>
        [.. list.GetProperty(property).EnumerateArray().Select(movie => movie.GetProperty("movie_id").GetInt32())];
}
