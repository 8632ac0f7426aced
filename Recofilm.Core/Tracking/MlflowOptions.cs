using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Recofilm.Core.Configuration;

namespace Recofilm.Core.Tracking;

/// <summary>
/// The settings of tracking in MLflow: those that every MLflow client reads from the environment, and <c>Recofilm:Mlflow</c>.
/// </summary>
public sealed partial class MlflowOptions : IValidatedOptions
{
    /// <summary>The section of the settings that MLflow's own clients do not have.</summary>
    public const string Section = "Recofilm:Mlflow";

    /// <summary>The settings that this program shares with MLflow's own clients.</summary>
    public static readonly IReadOnlyList<string> ClientKeys =
    [
        "MLFLOW_TRACKING_URI", "MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD",
        "MLFLOW_EXPERIMENT_NAME",
    ];

    /// <summary>
    /// The tracking server, such as <c>https://mlflow.example.com</c>; <see langword="null"/> turns tracking off.
    /// </summary>
    internal string? TrackingUri { get; private set; }

    /// <summary>A bearer token.</summary>
    internal string? Token { get; private set; }

    /// <summary>The user of basic authentication, instead of a token.</summary>
    internal string? Username { get; private set; }

    /// <summary>That user's password.</summary>
    internal string? Password { get; private set; }

    /// <summary>The experiment of all runs.</summary>
    internal string ExperimentName { get; private set; } = "recofilm";

    /// <summary>The registered model that gets the published versions.</summary>
    public string RegisteredModel { get; set; } = "recofilm";

    /// <summary>The longest time that all requests to MLflow together may add to a training: 1 second to 10 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether trainings are tracked.</summary>
    internal bool IsConfigured => TrackingUri is not null;

    /// <summary>The address of the REST API.</summary>
    internal Uri ApiAddress => new($"{TrackingUri!.TrimEnd('/')}/api/2.0/");

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (TrackingUri is not null && !IsHttp(TrackingUri))
            yield return $"MLFLOW_TRACKING_URI must be an http or https address; got '{TrackingUri}'.";
        if (Token is not null && Username is not null)
            yield return "MLFLOW_TRACKING_TOKEN and MLFLOW_TRACKING_USERNAME are both set: leave one out.";
        if (Username is null != Password is null)
            yield return "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD belong together.";
        if (ExperimentName.Length > 500)
            yield return $"MLFLOW_EXPERIMENT_NAME must have at most 500 characters; got {ExperimentName.Length}.";
        if (!ModelName().IsMatch(RegisteredModel))
        {
            yield return $"{Section}:RegisteredModel must be 1 to 250 letters, digits, '_', '-', '.' and spaces; "
                + $"got '{RegisteredModel}'.";
        }

        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(10))
            yield return $"{Section}:Timeout must be 00:00:01 to 00:10:00; got {Timeout}.";
    }

    /// <summary>Reads the clients' settings. An empty setting counts as absent, as in MLflow's clients.</summary>
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
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    [GeneratedRegex(@"^[\w.\- ]{1,250}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelName();
}
