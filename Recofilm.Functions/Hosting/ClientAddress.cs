using System.Net;
using System.Net.Sockets;

namespace Recofilm.Functions.Hosting;

/// <summary>The address that rate limits count by.</summary>
internal static class ClientAddress
{
    /// <summary>
    /// The client of a request. Of an IPv6 address only the first 64 bits count: a subscriber usually has all the rest.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="trustedProxies">How many proxies in front append to X-Forwarded-For.</param>
    public static IPAddress Of(HttpContext context, int trustedProxies)
    {
        var address = Forwarded(context, trustedProxies) ?? context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static IPAddress? Forwarded(HttpContext context, int trustedProxies)
    {
        if (trustedProxies == 0)
            return null;
        var entries = string.Join(',', context.Request.Headers["X-Forwarded-For"].ToArray()).Split(',', StringSplitOptions.TrimEntries);
        if (entries.Length < trustedProxies)
            return null;
        // Azure's front ends write the port behind the address.
        return IPEndPoint.TryParse(entries[^trustedProxies], out var endPoint) ? endPoint.Address : null;
    }
}
