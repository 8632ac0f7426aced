using System.Text.Json;
using System.Text.Json.Serialization;
using Recofilm.Core.Database.Movies;
using Recofilm.Core.Database.Ratings;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Serving;
using Recofilm.Functions.Bulk;
using Recofilm.Functions.Exports;
using Recofilm.Functions.Models;
using Recofilm.Functions.Movies;
using Recofilm.Functions.Ratings;
using Recofilm.Functions.Recommendations;
using Recofilm.Functions.Status;
using Recofilm.Functions.Training;
using Recofilm.Functions.Users;
using Recofilm.Functions.Website;

namespace Recofilm.Functions.Requests;

/// <summary>The JSON rules of the API: snake case, no reflection, strict types and names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(TimeJsonConverter)],
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ActivatedModel))]
[JsonSerializable(typeof(ActivationPage))]
[JsonSerializable(typeof(DismissalPage))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(BulkAnswer))]
[JsonSerializable(typeof(ChallengeBody))]
[JsonSerializable(typeof(DismissalPage))]
[JsonSerializable(typeof(ExportAnswer))]
[JsonSerializable(typeof(ExportBody))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(GenreBody))]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(HybridBody))]
[JsonSerializable(typeof(HybridList))]
[JsonSerializable(typeof(Liveness))]
[JsonSerializable(typeof(LoginAnswer))]
[JsonSerializable(typeof(LoginBody))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelPreview))]
[JsonSerializable(typeof(MovieAudience))]
[JsonSerializable(typeof(MovieBody))]
[JsonSerializable(typeof(MovieDetails))]
[JsonSerializable(typeof(MovieMapAnswer))]
[JsonSerializable(typeof(MoviePage))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(RankAnswer))]
[JsonSerializable(typeof(RankBody))]
[JsonSerializable(typeof(RatedMovies))]
[JsonSerializable(typeof(RatingAnswer))]
[JsonSerializable(typeof(RatingBody))]
[JsonSerializable(typeof(RatingPage))]
[JsonSerializable(typeof(RatingsBody))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(RecommendationList))]
[JsonSerializable(typeof(RegisteredUser))]
[JsonSerializable(typeof(ServiceStatus))]
[JsonSerializable(typeof(QueuedTraining))]
[JsonSerializable(typeof(StartedTrial))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(UserExport))]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(UserRating))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Gives the framework's own JSON the same rules.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = Default.Options.PropertyNamingPolicy;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new TimeJsonConverter());
        options.TypeInfoResolverChain.Insert(0, Default);
    }
}
