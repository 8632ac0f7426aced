using System.Net;
using System.Net.Sockets;

namespace Recofilm.LocalStack;

/// <summary>Ports of 127.0.0.1.</summary>
public static class Loopback
{
    /// <summary>Returns a port on which no program listens now.</summary>
    public static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Returns whether no program listens on a port now.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            // Elsewhere it would also count a connection that a killed server left, which keeps nobody from listening.
            using var listener = new TcpListener(IPAddress.Loopback, port)
            {
                ExclusiveAddressUse = OperatingSystem.IsWindows(),
            };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Returns the wanted port, or a free one when <paramref name="wanted"/> is <see langword="null"/>.</summary>
    /// <param name="wanted">The port, or <see langword="null"/>.</param>
    /// <param name="program">The name of the program that will listen there, for the message.</param>
    /// <exception cref="LocalStartException">The wanted port is taken.</exception>
    internal static int Claim(int? wanted, string program)
    {
        if (wanted is not { } port)
            return FindFreePort();
        return IsFree(port)
            ? port
            : throw new LocalStartException(
                $"Port {port} for {program} is taken: stop the program that listens on it, or choose another port.");
    }
}
