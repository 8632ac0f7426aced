using Recofilm.Core.Configuration;

namespace Recofilm.Core.Webhooks;

/// <summary>The settings of webhooks: section <c>Recofilm:Webhooks</c>.</summary>
public sealed class WebhookOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Webhooks";

    /// <summary>The shortest secret, in characters.</summary>
    public const int MinimumSecretLength = 32;

    /// <summary>All kinds of events.</summary>
    public static readonly IReadOnlyList<string> Kinds =
        ["model.published", "model.refused", "model.rolled_back", "drift.detected", "training.failed"];

    /// <summary>The addresses that receive events.</summary>
    public IReadOnlyList<WebhookEndpointOptions> Endpoints { get; set; } = [];

    /// <summary>The interval at which instances look for events to deliver: 1 second to 1 minute.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (PollInterval < TimeSpan.FromSeconds(1) || PollInterval > TimeSpan.FromMinutes(1))
            yield return $"{Section}:PollInterval must be from 00:00:01 to 00:01:00; got {PollInterval}.";
        foreach (var (place, endpoint) in Endpoints.Index())
        {
            var key = $"{Section}:Endpoints:{place}";
            if (!Uri.TryCreate(endpoint.Url, UriKind.Absolute, out var url)
                || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
            {
                yield return $"{key}:Url must be an https address; got {endpoint.Url}.";
            }

            if (endpoint.Secret.Length < MinimumSecretLength)
                yield return $"{key}:Secret must be at least {MinimumSecretLength} characters; got {endpoint.Secret.Length}.";
            foreach (var kind in endpoint.Events.Except(Kinds))
                yield return $"{key}:Events must be some of {string.Join(", ", Kinds)}; got {kind}.";
        }
    }
}

/// <summary>An address that receives events.</summary>
public sealed class WebhookEndpointOptions
{
    /// <summary>The address of the POST requests.</summary>
    public string Url { get; set; } = "";

    /// <summary>The key of the signature.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The kinds of events to deliver; all by default.</summary>
    public IReadOnlyList<string> Events { get; set; } = [];
}
