using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    public void A_manifest_of_an_older_program_lacks_what_that_program_did_not_record()
    {
        var json = Json();
        foreach (var member in (string[])["history", "evaluation_files", "reference_lists", "recipe_version", "kind"])
            json.Remove(member);

        var read = Read(json);

        Assert.Empty(read.History);
        Assert.Empty(read.EvaluationFiles);
        Assert.Empty(read.ReferenceLists);
        Assert.Equal((0, null), (read.RecipeVersion, read.Kind));
    }

    [Fact]
    public void A_series_is_one_line_of_numbers_with_six_digits()
    {
        var manifest = ExampleModel.Manifest(1) with
        {
            History = new Dictionary<string, IReadOnlyList<double>> { ["svd"] = [1.23456789, double.NaN], ["als"] = [-2] },
        };

        Assert.Contains("\"svd\": [1.23457,null]", Encoding.UTF8.GetString(manifest.ToJson()), StringComparison.Ordinal);
        var read = ModelManifest.FromJson(manifest.ToJson()).History;
        Assert.Equal(["als", "svd"], read.Keys);
        Assert.Equal([1.23457, double.NaN], read["svd"]);
        Assert.Equal([-2], read["als"]);
    }

    public static TheoryData<string, string, string> Faults { get; } = new()
    {
        {
            "files", """[{"name": "a", "size": 1, "sha256": ""}, {"name": "a", "size": 2, "sha256": ""}]""",
            "files must be there, each under a name of its own."
        },
        { "files", "[null]", "files must be there, each under a name of its own." },
        { "evaluation_files", "[null]", "files must be there, each under a name of its own." },
        { "reference_lists", "[null]", "reference_lists must have a finite score for each movie." },
        {
            "reference_lists", """[{"model": "svd", "movie_ids": [1, 2], "scores": [1]}]""",
            "reference_lists must have a finite score for each movie."
        },
        {
            "reference_lists", """[{"model": "svd", "movie_ids": [1], "scores": [1e39]}]""",
            "reference_lists must have a finite score for each movie."
        },
        { "metrics", """{"svd_rmse": 1e400}""", "metrics must be finite numbers." },
        { "parameters", """{"a": "\ud800"}""", "parameters must be Unicode text." },
        { "history", "[]", "Series must be an object." },
        { "history", """{"svd": 1}""", "The series svd must be an array of numbers." },
        { "history", """{"svd": ["1"]}""", "The series svd must be an array of numbers." },
        { "history", """{"svd": [], "svd": []}""", "The series svd is there twice." },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_manifest_that_nobody_can_use_is_refused_with_the_reason(string member, string value, string reason)
    {
        var json = Encoding.UTF8.GetString(ExampleModel.Manifest(1).ToJson()).TrimEnd().TrimEnd('}');
        // The last of two members of one name counts.
        var text = $"{json}, \"{member}\": {value}}}";

        var exception = Assert.Throws<InvalidDataException>(() => ModelManifest.FromJson(Encoding.UTF8.GetBytes(text)));

        Assert.StartsWith($"The manifest is not readable: {reason}", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluation/items-1_a.arrow", 1, null)]
    [InlineData("items.arrow", int.MaxValue, null)]
    [InlineData("items.arrow", 0, "size must be from 1 to 2147483647; got 0.")]
    [InlineData("items.arrow", int.MaxValue + 1L, "size must be from 1 to 2147483647; got 2147483648.")]
    [InlineData("", 1, "name must have up to 100 letters, digits, dots, hyphens and underscores.")]
    [InlineData("a//b", 1, "name must have ")]
    [InlineData("a/./b", 1, "name must have ")]
    [InlineData("../b", 1, "name must have ")]
    [InlineData("a b", 1, "name must have ")]
    [InlineData("items?", 1, "name must have ")]
    public void The_name_of_a_file_is_part_of_an_address_and_its_size_one_that_memory_can_hold(
        string name, long size, string? reason)
    {
        var file = new JsonObject { ["name"] = name, ["size"] = size, ["sha256"] = "" };
        var json = Json();
        json["files"] = new JsonArray(file);

        if (reason is null)
        {
            Assert.Equal((name, size), (Read(json).Files[0].Name, Read(json).Files[0].Size));
            return;
        }

        var exception = Assert.Throws<InvalidDataException>(() => Read(json));
        Assert.StartsWith($"The manifest is not readable: {reason}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_a_file_has_up_to_100_characters()
    {
        var json = Json();
        json["files"]![0]!["name"] = new string('a', 100);
        Assert.Equal(100, Read(json).Files[0].Name.Length);
        json["files"]![0]!["name"] = new string('a', 101);
        Assert.Throws<InvalidDataException>(() => Read(json));
    }

    [Fact]
    public void Content_is_verified_by_size_and_checksum()
    {
        var file = ModelFile.Of("a.arrow", "abc"u8);

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", file.Sha256);
        file.Verify("abc"u8);
        Assert.Equal(
            "a.arrow has 2 bytes; its manifest says 3.", Assert.Throws<InvalidDataException>(() => file.Verify("ab"u8)).Message);
        Assert.Contains(
            "a.arrow has SHA-256 a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9; its manifest says ba7816bf",
            Assert.Throws<InvalidDataException>(() => file.Verify("abd"u8)).Message, StringComparison.Ordinal);
    }

    private static JsonObject Json() => JsonNode.Parse(ExampleModel.Manifest(1).ToJson())!.AsObject();

    private static ModelManifest Read(JsonObject json) => ModelManifest.FromJson(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
