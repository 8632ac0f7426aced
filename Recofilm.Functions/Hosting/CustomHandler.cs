using System.Globalization;
using System.Net;

namespace Recofilm.Functions.Hosting;

/// <summary>
/// Whether an Azure Functions host started this process as its custom handler, and where that host expects it to listen.
/// </summary>
/// <param name="Port">The loopback port that the host forwards to, or <see langword="null"/> without a host.</param>
internal sealed record CustomHandler(int? Port)
{
    /// <summary>The variable by which the Functions host tells the port.</summary>
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>Whether a Functions host sits in front and calls the timers.</summary>
    public bool IsHosted => Port is not null;

    /// <summary>Reads the environment.</summary>
    /// <exception cref="StartupException">The variable is set but is not a port.</exception>
    public static CustomHandler From(IConfiguration configuration)
    {
        var text = configuration[PortVariable];
        if (string.IsNullOrEmpty(text))
            return new CustomHandler(Port: null);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > IPEndPoint.MaxPort)
            throw new StartupException($"{PortVariable} is \"{text}\": it must be a port from 1 to 65535.");
        return new CustomHandler(port);
    }

    /// <summary>
    /// Binds exactly what the host expects; without a host, what ASPNETCORE_URLS says. The host hands its own
    /// ASPNETCORE_URLS down to the handler, so that variable must not count here.
    /// </summary>
    public void Bind(IWebHostBuilder host)
    {
        if (Port is { } port)
            host.UseUrls($"http://{IPAddress.Loopback}:{port}");
    }
}
