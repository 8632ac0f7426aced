using System.Net;
using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.Tests.Hosting;

public sealed class CustomHandlerTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("7072", 7072)]
    public void The_variable_tells_whether_a_host_is_in_front(string? value, int? port) =>
        Assert.Equal(port, CustomHandler.From(Configuration(value)).Port);

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("http")]
    [InlineData("-1")]
    public void A_value_that_is_not_a_port_stops_the_start(string value)
    {
        var exception = Assert.Throws<StartupException>(() => CustomHandler.From(Configuration(value)));
        Assert.Equal($"FUNCTIONS_CUSTOMHANDLER_PORT is \"{value}\": it must be a port from 1 to 65535.", exception.Message);
    }

    [Theory]
    [InlineData(0, "203.0.113.9", "192.0.2.1")]
    [InlineData(1, "203.0.113.9", "203.0.113.9")]
    [InlineData(1, "198.51.100.7, 203.0.113.9:4711", "203.0.113.9")]
    [InlineData(2, "198.51.100.7, 203.0.113.9", "198.51.100.7")]
    [InlineData(2, "203.0.113.9", "192.0.2.1")]
    [InlineData(1, "nonsense", "192.0.2.1")]
    [InlineData(1, "", "192.0.2.1")]
    [InlineData(1, "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::")]
    [InlineData(1, "::ffff:203.0.113.9", "203.0.113.9")]
    public void The_clients_address_is_what_a_trusted_proxy_appended(int trustedProxies, string forwarded, string expected)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");
        context.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.Equal(IPAddress.Parse(expected), ClientAddress.Of(context, trustedProxies));
    }

    private static IConfiguration Configuration(string? port) => new ConfigurationBuilder()
        .AddInMemoryCollection([new(CustomHandler.PortVariable, port)])
        .Build();
}
