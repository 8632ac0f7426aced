using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Recofilm.Core.Tracking;

/// <summary>
/// Where trainings are tracked: the settings that every MLflow client reads from the environment, and <c>Recofilm:Mlflow</c>.
/// </summary>
public sealed partial class MlflowOptions : IValidatedOptions
{
    /// <summary>The section of the settings that MLflow's own clients do not have.</summary>
    public const string Section = "Recofilm:Mlflow";

    /// <summary>The settings that MLflow's own clients have, too.</summary>
    public static readonly IReadOnlyList<string> ClientKeys =
    [
        "MLFLOW_TRACKING_URI", "MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD",
        "MLFLOW_EXPERIMENT_NAME",
    ];

    /// <summary>The tracking server, such as <c>https://mlflow.example.com</c>; without it nothing is tracked.</summary>
    internal string? TrackingUri { get; private set; }

    /// <summary>A bearer token.</summary>
    internal string? Token { get; private set; }

    /// <summary>Instead of a token, a user of basic authentication.</summary>
    internal string? Username { get; private set; }

    /// <summary>That user's password.</summary>
    internal string? Password { get; private set; }

    /// <summary>The experiment of all runs.</summary>
    internal string ExperimentName { get; private set; } = "recofilm";

    /// <summary>The registered model whose versions are the published ones.</summary>
    public string RegisteredModel { get; set; } = "recofilm";

    /// <summary>What MLflow may cost a training in all: 1 second to 10 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether trainings are tracked.</summary>
    internal bool IsConfigured => TrackingUri is not null;

    /// <summary>The address of the REST API.</summary>
    internal Uri ApiAddress => new($"{TrackingUri!.TrimEnd('/')}/api/2.0/");

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (TrackingUri is not null && !IsHttp(TrackingUri))
            yield return $"MLFLOW_TRACKING_URI must be an http or https address; it is '{TrackingUri}'.";
        if (Token is not null && Username is not null)
            yield return "MLFLOW_TRACKING_TOKEN and MLFLOW_TRACKING_USERNAME are both set: leave one out.";
        if (Username is null != Password is null)
            yield return "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD belong together.";
        if (ExperimentName.Length > 500)
            yield return $"MLFLOW_EXPERIMENT_NAME must have at most 500 characters; it has {ExperimentName.Length}.";
        if (!ModelName().IsMatch(RegisteredModel))
            yield return $"{Section}:RegisteredModel must be 1 to 250 letters, digits, '_', '-', '.' and spaces; it is '{RegisteredModel}'.";
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(10))
            yield return $"{Section}:Timeout must be 00:00:01 to 00:10:00; it is {Timeout}.";
    }

    /// <summary>Takes the clients' settings. An empty one counts as absent, as for MLflow's clients.</summary>
    internal void ReadClientSettings(IConfiguration configuration)
    {
        TrackingUri = Read("MLFLOW_TRACKING_URI");
        Token = Read("MLFLOW_TRACKING_TOKEN");
        Username = Read("MLFLOW_TRACKING_USERNAME");
        Password = Read("MLFLOW_TRACKING_PASSWORD");
        ExperimentName = Read("MLFLOW_EXPERIMENT_NAME") ?? ExperimentName;

        string? Read(string key) => configuration[key] is { Length: > 0 } value ? value : null;
    }

    private static bool IsHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    [GeneratedRegex(@"^[\w.\- ]{1,250}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelName();
}
