using System.Text;
using System.Text.Json;
using Recofilm.Core.Registry;
using Recofilm.Core.Tests.Registry.Artifacts;

namespace Recofilm.Core.Tests.Registry;

public class ModelManifestTests
{
    [Fact]
    public void A_manifest_reads_back_as_written()
    {
        var manifest = ExampleModel.Manifest(1);

        var read = ModelManifest.FromJson(manifest.ToJson());

        Assert.Equal(manifest.ToJson(), read.ToJson());
        Assert.Equal(manifest.Files, read.Files);
        Assert.Equal(manifest.Version, read.Version);
    }

    [Fact]
    public void Its_json_is_in_snake_case()
    {
        using var json = JsonDocument.Parse(ExampleModel.Manifest(1).ToJson());

        Assert.Equal(1, json.RootElement.GetProperty("schema_version").GetInt32());
        Assert.Equal("20261124T000001Z-00000001", json.RootElement.GetProperty("version").GetString());
        Assert.Equal(1_920, json.RootElement.GetProperty("data").GetProperty("ratings").GetInt32());
        Assert.Equal(0.8, json.RootElement.GetProperty("metrics").GetProperty("svd_rmse").GetDouble());
        Assert.Equal(64, json.RootElement.GetProperty("files")[0].GetProperty("sha256").GetString()!.Length);
    }

    [Fact]
    public void Another_format_is_refused_by_number()
    {
        var json = (ExampleModel.Manifest(1) with { SchemaVersion = 2 }).ToJson();

        var exception = Assert.Throws<InvalidDataException>(() => ModelManifest.FromJson(json));

        Assert.Equal(
            "Model 20261124T000001Z-00000001 has schema version 2; this program reads 1.", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"schema_version\": \"one\"}")]
    public void Other_text_is_refused(string json) =>
        Assert.Throws<InvalidDataException>(() => ModelManifest.FromJson(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Content_is_verified_by_size_and_checksum()
    {
        var file = ModelFile.Of("a.arrow", "abc"u8);

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", file.Sha256);
        file.Verify("abc"u8);
        Assert.Equal(
            "a.arrow has 2 bytes; its manifest says 3.", Assert.Throws<InvalidDataException>(() => file.Verify("ab"u8)).Message);
        Assert.Contains(
            "its manifest says ba7816bf",
            Assert.Throws<InvalidDataException>(() => file.Verify("abd"u8)).Message, StringComparison.Ordinal);
    }
}
