using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Recofilm.Core.Serving;
using Recofilm.Core.Training;

namespace Recofilm.Core.Tests;

public class RecofilmCoreTests
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["ConnectionStrings:Recofilm"] = "Host=localhost;Database=recofilm;Username=recofilm",
        ["Recofilm:Storage:ConnectionString"] = "UseDevelopmentStorage=true",
    };

    [Fact]
    public void With_only_what_is_needed_set_everything_is_there()
    {
        using var services = Build(Settings);

        Assert.Equal(TimeSpan.FromSeconds(30), services.GetRequiredService<IOptions<ModelServingOptions>>().Value.PollInterval);
        Assert.NotNull(services.GetRequiredService<QueuedTrainings>());
        Assert.Same(
            services.GetRequiredService<ModelRefresher>(),
            services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<ModelRefresher>().Single());
    }

    [Theory]
    [InlineData(
        "ConnectionStrings:Recofilm", null,
        "ConnectionStrings:Recofilm is missing: how to reach PostgreSQL, "
            + "such as Host=localhost;Database=recofilm;Username=recofilm.")]
    [InlineData(
        "ConnectionStrings:Recofilm", "Database=recofilm",
        "ConnectionStrings:Recofilm is not a PostgreSQL connection string: it names no Host.")]
    [InlineData(
        "Recofilm:Storage:ConnectionString", " ",
        "Recofilm:Storage:ConnectionString is missing: where models are kept, such as UseDevelopmentStorage=true.")]
    [InlineData(
        "Recofilm:Storage:ConnectionString", "hello", "Recofilm:Storage:ConnectionString is not a storage connection string.")]
    [InlineData(
        "Recofilm:Storage:Container", "My Models",
        "Recofilm:Storage:Container must be 3 to 63 lowercase letters, digits and single hyphens; got 'My Models'.")]
    [InlineData(
        "Recofilm:Model:PollInterval", "00:00:00", "Recofilm:Model:PollInterval must be 00:00:01 to 01:00:00; got 00:00:00.")]
    [InlineData("Recofilm:ServedLists:QueueLength", "0", "Recofilm:ServedLists:QueueLength must be 1 to 1000000; got 0.")]
    [InlineData(
        "Recofilm:ServedLists:FlushInterval", "00:01:00",
        "Recofilm:ServedLists:FlushInterval must be 00:00:00.0100000 to 00:00:10; got 00:01:00.")]
    [InlineData("Recofilm:Training:KeepVersions", "1", "Recofilm:Training:KeepVersions must be 2 to 1000; got 1.")]
    [InlineData("Recofilm:Training:RmseTolerance", "-0.1", "Recofilm:Training:RmseTolerance must be 0 to 1; got -0.1.")]
    [InlineData("Recofilm:Training:NdcgTolerance", "2", "Recofilm:Training:NdcgTolerance must be 0 to 1; got 2.")]
    [InlineData("Recofilm:Training:EvaluationRatings", "5", "Recofilm:Training:EvaluationRatings must be at least 10000; got 5.")]
    [InlineData(
        "Recofilm:Training:LeaseDuration", "00:02:00",
        "Recofilm:Training:LeaseDuration must be 00:00:15 to 00:01:00; got 00:02:00.")]
    [InlineData(
        "Recofilm:Training:Queue", "My Trainings",
        "Recofilm:Training:Queue must be 3 to 56 lowercase letters, digits and single hyphens; got 'My Trainings'.")]
    [InlineData(
        "Recofilm:Training:PollInterval", "00:00:00",
        "Recofilm:Training:PollInterval must be 00:00:00.1 to 01:00:00; got 00:00:00.")]
    [InlineData(
        "Recofilm:Training:VisibilityTimeout", "00:00:01",
        "Recofilm:Training:VisibilityTimeout must be 00:00:15 to 1.00:00:00; got 00:00:01.")]
    [InlineData(
        "Recofilm:Training:Schedule", "at night",
        "Recofilm:Training:Schedule must be six fields of cron, seconds first, as in '0 15 3 * * *'; got 'at night'.")]
    [InlineData(
        "Recofilm:Training:OverdueMargin", "00:00:00",
        "Recofilm:Training:OverdueMargin must be 00:01:00 to 30.00:00:00; got 00:00:00.")]
    [InlineData("Recofilm:Training:Threads", "-1", "Recofilm:Training:Threads must be at least 0; got -1.")]
    public void A_wrong_setting_stops_the_start_with_its_key_and_what_is_allowed(string key, string? value, string message)
    {
        using var services = Build(new Dictionary<string, string?>(Settings) { [key] = value });

        var exception = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Equal([message], exception.Failures);
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddRecofilmCore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
}
