using System.Text.Json;
using Azure.Storage.Blobs;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>A platform's data as files in the storage account.</summary>
[Collection(ApiCollection.Name)]
public sealed class BlobImportTests(Api api) : IAsyncLifetime
{
    private ApiClient _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await api.ServiceAsync();

    public ValueTask DisposeAsync()
    {
        _service.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_blob_is_imported_and_its_counts_and_bad_lines_are_told()
    {
        var size = await UploadAsync("imports/good.ndjson", """{"external_id": "blob-1"}""", """{"external_id": 7}""");

        var ended = await ImportAsync("users", "imports/good.ndjson", "skip");

        Assert.Equal("completed", ended.GetProperty("status").GetString());
        Assert.Equal((size, size), (ended.GetProperty("bytes").GetInt64(), ended.GetProperty("total_bytes").GetInt64()));
        var counts = ended.GetProperty("counts");
        Assert.Equal((1, 1), (counts.GetProperty("inserted").GetInt32(), counts.GetProperty("rejected").GetInt32()));
        Assert.Equal("external_id", counts.GetProperty("rejections")[0].GetProperty("field").GetString());
        await (await _service.GetAsync("/users/external:blob-1")).OkAsync();
    }

    [Fact]
    public async Task A_bad_line_fails_the_import_and_nothing_is_written()
    {
        await UploadAsync("imports/bad.csv", "external_id", "blob-2", "blob-2,more");

        var ended = await ImportAsync("users", "imports/bad.csv", "abort");

        Assert.Equal("failed", ended.GetProperty("status").GetString());
        Assert.Equal("1 lines were rejected and nothing was written.", ended.GetProperty("error").GetString());
        Assert.Equal(3, ended.GetProperty("counts").GetProperty("rejections")[0].GetProperty("line").GetInt32());
        await (await _service.GetAsync("/users/external:blob-2")).ProblemAsync(404, "unknown-user");
    }

    [Theory]
    [InlineData("imports/missing.csv", null, "There is no blob imports/missing.csv.")]
    [InlineData("imports/header.csv", "name", "line 1: column name is unknown")]
    public async Task A_file_that_cannot_be_read_fails_the_import(string blob, string? content, string error)
    {
        if (content is not null)
            await UploadAsync(blob, content);

        var ended = await ImportAsync("users", blob, "abort");

        Assert.Equal("failed", ended.GetProperty("status").GetString());
        Assert.StartsWith(error, ended.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("champion.json")]
    [InlineData("imports/ratings.zip")]
    [InlineData("exports/ratings.csv")]
    [InlineData("imports/../exports/ratings.csv")]
    [InlineData("imports/../../other/ratings.csv")]
    [InlineData("imports/..\\\\ratings.csv")]
    public async Task Other_blobs_are_refused(string blob)
    {
        using var answer = await _service.PostAsync("/bulk/import", $$"""{"table": "users", "blob": "{{blob}}"}""");
        Assert.Equal(["blob"], (await answer.ProblemAsync(400, "invalid-parameter")).Fields());
    }

    private async Task<long> UploadAsync(string blob, params string[] lines)
    {
        var content = BinaryData.FromString(string.Concat(lines.Select(line => line + "\n")));
        await new BlobContainerClient(api.Settings.Storage, api.Settings.Container).GetBlobClient(blob)
            .UploadAsync(content, overwrite: true, Cancellation);
        return content.ToMemory().Length;
    }

    private async Task<JsonElement> ImportAsync(string table, string blob, string onError)
    {
        using var answer = await _service.PostAsync(
            "/bulk/import", $$"""{"table": "{{table}}", "blob": "{{blob}}", "on_error": "{{onError}}"}""");
        var queued = await answer.OkAsync(202);
        Assert.Equal($"/bulk/imports/{queued.GetProperty("import_id").GetString()}", answer.Headers.Location?.ToString());
        return await EndedAsync(queued.GetProperty("import_id").GetGuid());
    }

    private async Task<JsonElement> EndedAsync(Guid importId)
    {
        JsonElement import = default;
        await Eventually.IsTrueAsync(
            async () =>
            {
                import = await (await _service.GetAsync($"/bulk/imports/{importId}")).OkAsync();
                return import.GetProperty("finished_at").ValueKind != JsonValueKind.Null;
            },
            "the import has ended", Cancellation);
        return import;
    }
}
