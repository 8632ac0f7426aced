using System.Text.Json;
using System.Text.Json.Serialization;
using Recofilm.Functions.Errors;

namespace Recofilm.Functions;

/// <summary>The JSON of the API: snake case, no reflection, strict about types and lenient about unknown members.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Gives the framework's own JSON the same rules.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = Default.Options.PropertyNamingPolicy;
        options.DefaultIgnoreCondition = Default.Options.DefaultIgnoreCondition;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolverChain.Insert(0, Default);
    }
}
