using System.Net;
using System.Net.Sockets;

namespace Recofilm.Functions.Security;

/// <summary>The client address that rate limits count by.</summary>
internal static class ClientAddress
{
    /// <summary>
    /// Returns the client of a request, as the server or a known proxy names it. An IPv6 address counts by its first 64 bits,
    /// because a subscriber usually owns the rest.
    /// </summary>
    public static IPAddress Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
