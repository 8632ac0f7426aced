using System.Text.Json;
using System.Text.Json.Serialization;
using Recofilm.Core.Database.Movies;
using Recofilm.Core.Database.Ratings;
using Recofilm.Core.Serving;
using Recofilm.Functions.ActivateModel;
using Recofilm.Functions.ChallengeModel;
using Recofilm.Functions.EditMovie;
using Recofilm.Functions.Errors;
using Recofilm.Functions.GenreRecommendations;
using Recofilm.Functions.HealthLive;
using Recofilm.Functions.HealthReady;
using Recofilm.Functions.Hybrid;
using Recofilm.Functions.ListModels;
using Recofilm.Functions.ListRatings;
using Recofilm.Functions.Login;
using Recofilm.Functions.OwnRating;
using Recofilm.Functions.RateMovies;
using Recofilm.Functions.RecommendationHistory;
using Recofilm.Functions.RecordEvent;
using Recofilm.Functions.RegisterUser;
using Recofilm.Functions.RetrainModel;
using Recofilm.Functions.SearchMovies;
using Recofilm.Functions.Website;

namespace Recofilm.Functions;

/// <summary>The JSON of the API: snake case, no reflection, strict about types and lenient about unknown members.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ActivatedModel))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(ChallengeBody))]
[JsonSerializable(typeof(GenreBody))]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(HybridBody))]
[JsonSerializable(typeof(HybridList))]
[JsonSerializable(typeof(Liveness))]
[JsonSerializable(typeof(LoginAnswer))]
[JsonSerializable(typeof(LoginBody))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(MovieBody))]
[JsonSerializable(typeof(MovieDetails))]
[JsonSerializable(typeof(MoviePage))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(RatedMovies))]
[JsonSerializable(typeof(RatingAnswer))]
[JsonSerializable(typeof(RatingBody))]
[JsonSerializable(typeof(RatingPage))]
[JsonSerializable(typeof(RatingsBody))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(RecommendationList))]
[JsonSerializable(typeof(RegisteredUser))]
[JsonSerializable(typeof(ServiceStatus))]
[JsonSerializable(typeof(StartedTraining))]
[JsonSerializable(typeof(StartedTrial))]
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
        options.TypeInfoResolverChain.Insert(0, Default);
    }
}
