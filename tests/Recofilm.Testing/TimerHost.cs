using System.Net.Http.Headers;
using System.Text;

namespace Recofilm.Testing;

/// <summary>Starts a timer function as the Functions host does.</summary>
public static class TimerHost
{
    private const string Envelope =
        """
        {"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-11-23T03:15:00+00:00",
        "Next":"2026-11-24T03:15:00+00:00","LastUpdated":"2026-11-23T03:15:00+00:00"},"IsPastDue":false}},
        "Metadata":{"sys":{"MethodName":"nightly_training","UtcNow":"2026-11-24T03:15:00.0089135Z","RandGuid":"7b5e9b1c"}}}
        """;

    /// <summary>Posts the timer's envelope and returns the answer.</summary>
    public static async Task<HttpResponseMessage> InvokeAsync(HandlerProcess handler, string function)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{function}");
        request.Content = new StringContent(Envelope, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1049.0");
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        request.Headers.UserAgent.ParseAdd("Azure-Functions-Host/4.1049.0");
        return await handler.Client.SendAsync(request);
    }
}
