using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Recofilm.Functions.Hosting;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Hosting;

/// <summary>What the Functions host is told in function.json agrees with what the program answers.</summary>
public sealed class FunctionDefinitionTests : IAsyncDisposable
{
    private const string CatchAll = "{*path}";

    private static readonly string _root = Path.GetDirectoryName(BuiltProgram.Path)!;
    private readonly IReadOnlyList<FunctionDefinition> _functions = FunctionDefinition.ReadAll(_root);
    private readonly WebApplication _app = TestProgram.BuildHosted();

    private IEnumerable<RouteEndpoint> Endpoints =>
        ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public void Every_function_of_the_issue_is_there()
    {
        Assert.Equal(
            [
                "activate_model", "challenge_model", "delete_user", "dismissals", "edit_movie", "edit_tags",
                "feedback_training", "genre_recommendations", "get_movie", "health_live", "health_ready", "hybrid",
                "list_models", "list_ratings", "login", "metrics", "nightly_training", "own_rating", "promote_model",
                "rate_movies", "recommendations", "recommendation_history", "record_event", "register_user",
                "retrain_model", "sample_users", "search_movies", "similar_movies", "training_runs", "website",
            ],
            _functions.Select(function => function.Name));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("false", true)]
    [InlineData("true", false)]
    public void A_function_is_switched_off_by_the_setting_that_the_host_knows(string? value, bool enabled)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["AzureWebJobs:nightly_training:Disabled"] = value })
            .Build();

        Assert.Equal(enabled, _functions.Single(function => function.Name == "nightly_training").IsEnabled(configuration));
        Assert.True(_functions.Single(function => function.Name == "login").IsEnabled(configuration));
    }

    [Fact]
    public void Routes_and_methods_are_those_of_the_mapped_endpoints()
    {
        var declared = _functions.Where(function => !function.Trigger.IsTimer && function.Trigger.Route != CatchAll)
            .SelectMany(function => function.Trigger.Methods!.Select(method =>
                $"{function.Name} {method.ToUpperInvariant()} /{function.Trigger.Route}"));
        var mapped = Endpoints.Where(endpoint => FunctionOf(endpoint) is not ("website" or "nightly_training" or "feedback_training"))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method =>
                $"{FunctionOf(endpoint)} {method} {endpoint.RoutePattern.RawText}"));
        Assert.Equal(declared.Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_timer_function_is_mapped_under_its_name()
    {
        var timers = _functions.Where(function => function.Trigger.IsTimer).Select(function => "/" + function.Name);
        var mapped = Endpoints.Where(endpoint => !endpoint.Metadata.OfType<AllowAnonymousAttribute>().Any()
            && !endpoint.Metadata.OfType<IAuthorizeData>().Any()).Select(endpoint => endpoint.RoutePattern.RawText);
        Assert.Equal(timers.Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_catch_all_is_matched_last()
    {
        // The host matches functions in the order of their names.
        Assert.Equal(CatchAll, _functions[^1].Trigger.Route);
        Assert.Single(_functions, function => function.Trigger.Route?.Contains('*', StringComparison.Ordinal) == true);
    }

    [Fact]
    public void No_client_can_start_a_timer_function_through_the_host()
    {
        foreach (var timer in _functions.Where(function => function.Trigger.IsTimer))
        {
            var reachable = _functions.Where(function => !function.Trigger.IsTimer
                && function.Trigger.Methods!.Contains("post")
                && CouldMatch(function.Trigger.Route!, timer.Name));
            Assert.Empty(reachable);
        }
    }

    [Fact]
    public void Tokens_are_checked_by_the_program_and_not_keys_by_the_host() =>
        Assert.All(
            _functions.Where(function => !function.Trigger.IsTimer),
            function => Assert.Equal("anonymous", function.Trigger.AuthLevel));

    [Fact]
    public void The_schedule_is_a_quarter_past_three_every_night()
    {
        var schedule = _functions.Single(function => function.Name == "nightly_training").Trigger.Schedule!;
        var due = TimerScheduler.NextAfter(schedule, new DateTimeOffset(2026, 11, 24, 3, 15, 0, TimeSpan.Zero));
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 3, 15, 0, TimeSpan.Zero), due);
    }

    [Fact]
    public void What_users_do_is_looked_at_every_quarter_of_an_hour()
    {
        var schedule = _functions.Single(function => function.Name == "feedback_training").Trigger.Schedule!;
        var due = TimerScheduler.NextAfter(schedule, new DateTimeOffset(2026, 11, 24, 3, 15, 0, TimeSpan.Zero));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 3, 30, 0, TimeSpan.Zero), due);
    }

    [Fact]
    public void The_host_is_told_to_forward_requests_to_the_program()
    {
        using var host = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_root, "host.json")));
        var handler = host.RootElement.GetProperty("customHandler");
        Assert.True(handler.GetProperty("enableForwardingHttpRequest").GetBoolean());
        var program = handler.GetProperty("description").GetProperty("arguments")[0].GetString()!;
        Assert.True(File.Exists(Path.Combine(_root, program)));
        Assert.Equal("", host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
    }

    [Fact]
    public void Timer_paths_do_not_exist_without_a_host()
    {
        using var app = (IDisposable)TestProgram.Build();
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
        Assert.DoesNotContain(endpoints, endpoint => FunctionOf(endpoint) == "nightly_training");
    }

    private static string? FunctionOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<FunctionMetadata>()?.Function;

    // A route of one segment, parameter or catch-all can match a path of one segment.
    private static bool CouldMatch(string route, string name) =>
        route.StartsWith("{*", StringComparison.Ordinal)
        || (!route.Contains('/', StringComparison.Ordinal)
            && (route.Contains('{', StringComparison.Ordinal) || route.Equals(name, StringComparison.OrdinalIgnoreCase)));
}
