using Recofilm.Core;
using Recofilm.Functions.ActivateModel;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.ChallengeModel;
using Recofilm.Functions.DeleteUser;
using Recofilm.Functions.Dismissals;
using Recofilm.Functions.EditMovie;
using Recofilm.Functions.EditTags;
using Recofilm.Functions.Errors;
using Recofilm.Functions.FeedbackTraining;
using Recofilm.Functions.GenreRecommendations;
using Recofilm.Functions.GetMovie;
using Recofilm.Functions.HealthLive;
using Recofilm.Functions.HealthReady;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.Hybrid;
using Recofilm.Functions.ListModels;
using Recofilm.Functions.ListRatings;
using Recofilm.Functions.Login;
using Recofilm.Functions.Metrics;
using Recofilm.Functions.NightlyTraining;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.OwnRating;
using Recofilm.Functions.PromoteModel;
using Recofilm.Functions.RateMovies;
using Recofilm.Functions.RecommendationHistory;
using Recofilm.Functions.Recommendations;
using Recofilm.Functions.RecordEvent;
using Recofilm.Functions.RegisterUser;
using Recofilm.Functions.Requests;
using Recofilm.Functions.RetrainModel;
using Recofilm.Functions.SampleUsers;
using Recofilm.Functions.SearchMovies;
using Recofilm.Functions.SimilarMovies;
using Recofilm.Functions.Telemetry;
using Recofilm.Functions.TrainingRuns;
using Recofilm.Functions.Website;

namespace Recofilm.Functions;

/// <summary>Puts the program together.</summary>
internal static class Program
{
    /// <summary>Runs until it is stopped.</summary>
    public static Task<int> Main(string[] args) => StartupFailure.ReportAsync(async () =>
    {
        await using var app = Create(args);
        app.BeginLoading();
        await Map(app).RunAsync();
    });

    /// <summary>The parts of the program.</summary>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(HostEnvironment.Options(args));
        var handler = CustomHandler.From(builder.Configuration);
        handler.Bind(builder.WebHost);
        builder.Logging.AddRecofilmLogging();
        builder.AddRequestLogFile();
        builder.AddRecofilmTelemetry(handler);
        builder.Services.AddRecofilmCore(builder.Configuration);
        builder.Services.AddRecofilmHttp();
        builder.Services.AddRecofilmAuthentication();
        builder.Services.AddRecofilmOpenApi();
        builder.Services.AddWebsiteFiles();
        builder.Services.AddSingleton<Caller>();
        builder.Services.AddSingleton<BackgroundTraining>();
        builder.Services.AddTimerFunction<NightlyTrainingFunction>("nightly_training");
        builder.Services.AddTimerFunction<FeedbackTrainingFunction>("feedback_training");
        builder.Services.AddTimerSchedules(handler);
        return builder.Build();
    }

    /// <summary>Gives a program its middleware and its endpoints: it is ready to run.</summary>
    public static WebApplication Map(WebApplication app)
    {
        app.StartRecofilmTelemetry();
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorResponses>();
        app.UseHeadAsGet();
        app.UseWebsiteFiles();
        app.UseRouting();
        app.UseRecofilmCors();
        app.UseRateLimiter();
        app.UseMiddleware<LoadShedding>();
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapLogin();
        app.MapRegisterUser();
        app.MapSampleUsers();
        app.MapRecommendations();
        app.MapHybrid();
        app.MapGenreRecommendations();
        app.MapSearchMovies();
        app.MapGetMovie();
        app.MapSimilarMovies();
        app.MapListRatings();
        app.MapOwnRating();
        app.MapDismissals();
        app.MapRateMovies();
        app.MapRecordEvent();
        app.MapRecommendationHistory();
        app.MapEditMovie();
        app.MapEditTags();
        app.MapDeleteUser();
        app.MapListModels();
        app.MapTrainingRuns();
        app.MapActivateModel();
        app.MapRetrainModel();
        app.MapChallengeModel();
        app.MapPromoteModel();
        app.MapHealthLive();
        app.MapHealthReady();
        app.MapMetrics();
        app.MapWebsite();
        app.MapRecofilmOpenApi();
        app.MapApiReference();
        app.MapTimerFunctions(CustomHandler.From(app.Configuration));

        return app;
    }
}
